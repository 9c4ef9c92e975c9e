package dev.innkeeper.samples.migrating;

import java.io.IOException;
import java.util.List;

/** The place that orders come from. */
public interface Inbox {

  /** Reads the orders that have come since the last call. */
  List<String> read() throws IOException;
}
