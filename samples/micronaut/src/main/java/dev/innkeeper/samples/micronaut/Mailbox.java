package dev.innkeeper.samples.micronaut;

/** What the services use. */
interface Mailbox {
  void open();

  void poll();

  void close();
}
