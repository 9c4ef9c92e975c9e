package dev.innkeeper.samples.migrating;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Sends a confirmation for an order, and keeps what was not sent. */
public interface Mailer {

  /** Sends the confirmation of an order. */
  void confirm(String order) throws IOException;

  /** Keeps orders whose confirmation was not sent, for the next start. */
  void keep(List<String> orders);

  /** Deletes confirmations that were sent before. */
  void deleteBefore(Instant time);
}
