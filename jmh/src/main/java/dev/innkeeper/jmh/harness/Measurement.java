package dev.innkeeper.jmh.harness;

import com.google.gson.Gson;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one round of one case gave.
 *
 * @param encodedLateness of each tick, in nanoseconds, if there are ticks: a compressed
 *     HdrHistogram in Base64
 * @param drift over the time measured; empty where there is no such thing
 */
public record Measurement(Figures figures, @Nullable String encodedLateness, List<Drift> drift) {

  private static final Gson GSON = new Gson();

  /** How far the consumer was off the first tick's grid at some time. */
  public record Drift(double seconds, double micros) {}

  /** Of something that has no ticks. */
  public static Measurement of(Figures figures) {
    return new Measurement(figures, null, List.of());
  }

  public static Measurement of(Figures figures, Histogram lateness, List<Drift> drift) {
    ByteBuffer bytes = ByteBuffer.allocate(lateness.getNeededByteBufferCapacity());
    int length = lateness.encodeIntoCompressedByteBuffer(bytes);
    byte[] encoded = new byte[length];
    bytes.get(0, encoded);
    return new Measurement(figures, Base64.getEncoder().encodeToString(encoded), drift);
  }

  /** In nanoseconds. */
  public Optional<Histogram> lateness() {
    return Optional.ofNullable(encodedLateness).map(Measurement::decoded);
  }

  /** One line, from a forked JVM to the one that asked. */
  public String toLine() {
    return GSON.toJson(this);
  }

  static Measurement ofLine(String line) {
    return Objects.requireNonNull(GSON.fromJson(line, Measurement.class), "an empty line");
  }

  private static Histogram decoded(String encoded) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(encoded));
      return Histogram.decodeFromCompressedByteBuffer(bytes, 0);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("not a histogram: " + encoded, e);
    }
  }
}
