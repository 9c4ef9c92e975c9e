package dev.innkeeper.samples.shop;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order that was accepted.
 *
 * @param cents what it costs in all
 * @param mailedAt when the mail server had its confirmation; null: not yet
 */
public record Order(
    UUID id,
    String item,
    int quantity,
    String email,
    long cents,
    Instant placedAt,
    @Nullable Instant mailedAt) {

  /** Whether it is what was asked for. */
  boolean isFor(OrderRequest request) {
    return item.equals(request.item())
        && quantity == request.quantity()
        && email.equals(request.email());
  }
}
