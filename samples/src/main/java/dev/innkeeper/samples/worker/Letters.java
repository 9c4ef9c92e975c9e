package dev.innkeeper.samples.worker;

import java.time.Instant;
import java.util.List;

/** Where the letters are; a database, elsewhere. For any thread. */
interface Letters {

  /** Makes its tables, or changes them to those of this version. */
  void migrate();

  /** Those that have come since this was last asked. */
  List<String> poll();

  /** Keeps one that a customer has handed in. */
  void add(String letter);

  void deleteBefore(Instant limit);
}
