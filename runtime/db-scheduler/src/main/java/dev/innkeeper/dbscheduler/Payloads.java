package dev.innkeeper.dbscheduler;

import com.github.kagkarlsson.scheduler.serializer.JacksonSerializer;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes items bytes, and bytes items again. */
final class Payloads {

  /** Null if there are no queues. */
  private final @Nullable Serializer serializer;

  Payloads(@Nullable Serializer serializer) {
    this.serializer = serializer;
  }

  static Serializer json() {
    try {
      return new JacksonSerializer();
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "nothing is there to write items with: add com.fasterxml.jackson.core:jackson-databind"
              + " and com.fasterxml.jackson.datatype:jackson-datatype-jsr310 to the class path, or"
              + " choose DurableJobsBuilder.serializer(…)",
          e);
    }
  }

  /**
   * Calls the user's serializer.
   *
   * @throws IllegalArgumentException if the item is of another type, or cannot be written
   */
  byte[] write(String queue, String id, Class<?> type, Object item) {
    if (!type.isInstance(item)) {
      throw new IllegalArgumentException(
          "queue '%s' takes items of %s, and not of %s (job '%s')"
              .formatted(queue, type.getName(), item.getClass().getName(), id));
    }
    byte[] bytes;
    try {
      bytes = serializer().serialize(item);
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalArgumentException(
          "the item of job '%s' of queue '%s', of %s, cannot be written by %s: %s"
              .formatted(
                  id,
                  queue,
                  item.getClass().getName(),
                  serializer().getClass().getName(),
                  cause(e)),
          e);
    }
    if (bytes == null) {
      throw new IllegalArgumentException(
          "the item of job '%s' of queue '%s' became null by %s"
              .formatted(id, queue, serializer().getClass().getName()));
    }
    return bytes;
  }

  /**
   * Calls the user's serializer.
   *
   * @throws UnreadableItemException if the bytes are not those of such an item
   */
  <T> T read(String queue, String id, Class<T> type, byte @Nullable [] bytes) {
    T item;
    try {
      item =
          serializer().deserialize(type, Objects.requireNonNull(bytes, "the row has no task_data"));
    } catch (RuntimeException | LinkageError e) {
      throw new UnreadableItemException(
          "the item of job '%s' of queue '%s' cannot be read as %s: %s"
              .formatted(id, queue, type.getName(), cause(e)),
          e);
    }
    if (item == null) {
      throw new UnreadableItemException(
          "the item of job '%s' of queue '%s' was read as null".formatted(id, queue), null);
    }
    return item;
  }

  private Serializer serializer() {
    return Objects.requireNonNull(serializer, "no queue, no serializer");
  }

  /** Serializers wrap what there is to know. */
  private static String cause(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return String.valueOf(cause == null ? thrown : cause);
  }

  /** What is in the table was written by another version of the program, or another program. */
  static final class UnreadableItemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnreadableItemException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
