package dev.innkeeper.samples.shop;

import java.util.UUID;

/** The mail that confirms an order. */
record Mail(UUID order, String recipient, String subject, String body) {

  static Mail confirming(Order order) {
    return new Mail(
        order.id(),
        order.email(),
        "Your order of " + order.item(),
        "Thank you for your order %s: %d of %s, %.2f in all.\n"
            .formatted(order.id(), order.quantity(), order.item(), order.cents() / 100.0));
  }

  /** The same each time it is sent, so that a second copy can be recognized. */
  String messageId() {
    return messageIdOf(order);
  }

  static String messageIdOf(UUID order) {
    return "<order." + order + "@shop.innkeeper.dev>";
  }
}
