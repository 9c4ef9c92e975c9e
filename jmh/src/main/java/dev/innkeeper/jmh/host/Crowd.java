package dev.innkeeper.jmh.host;

/** Very many services of one contender. Used once. */
interface Crowd {

  /** May return before the works run: {@link Roll} knows when they do. */
  void start() throws Exception;

  /** Returns when all has ended. */
  void stop() throws Exception;
}
