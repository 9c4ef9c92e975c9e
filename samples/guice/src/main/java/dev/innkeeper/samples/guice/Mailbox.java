package dev.innkeeper.samples.guice;

/** What the services use. */
interface Mailbox {
  void open();

  void poll();

  void close();
}
