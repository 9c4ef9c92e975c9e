package dev.innkeeper.jmh.host;

/** Makes one crowd after another, all alike. */
@FunctionalInterface
interface Maker {

  /** The crowd's works are entered in the roll, which is as long as there are services. */
  Crowd make(Roll roll);
}
