package dev.innkeeper.samples.shop;

import java.util.UUID;

/**
 * The mail that an order was promised, as a durable job. It is kept as JSON, and read by whichever
 * version of the shop comes next: so it says which order, and the rest is in the order.
 */
public record Confirmation(UUID order) {}
