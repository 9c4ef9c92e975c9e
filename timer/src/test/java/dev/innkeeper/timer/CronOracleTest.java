package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.CronModel.Case;
import dev.innkeeper.timer.CronModel.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Our cron against Spring's, case by case at random, and both against a {@linkplain CronModel plain
 * model} that tries one local time after the other. The model knows in what the two differ, as five
 * rules which can be taken Spring's way or ours: with none of them it must give our answer, with
 * all of them Spring's, in each case. A difference belongs to the first rule without which Spring's
 * is not explained.
 *
 * <p>{@code -Dinnkeeper.random.seed=S} draws others. The table of the differences is written to
 * target/cron-oracle.txt.
 */
@Tag("once") // it computes the same on each JDK
@Timeout(value = 15, unit = TimeUnit.MINUTES) // it computes, and shares its processors
class CronOracleTest {

  private static final int CASES = 100_000;
  private static final long SEED = Long.getLong("innkeeper.random.seed", 20_260_726);

  private static final Path TABLE = Path.of("target", "cron-oracle.txt");

  private static final Instant FROM = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2035-01-01T00:00:00Z");
  private static final Duration NEAR = Duration.ofHours(3);

  private static final List<ZoneId> ZONES =
      Stream.of(
              "Europe/Berlin",
              "Australia/Lord_Howe", // shifts by half an hour
              "America/Santiago", // at midnight, and the south's summer
              "Africa/Casablanca", // winter time in Ramadan
              "Pacific/Apia", // no 30th of December 2011
              "Asia/Kolkata") // no daylight saving, half an hour off
          .map(ZoneId::of)
          .toList();

  private final Map<Difference, List<String>> differences = new EnumMap<>(Difference.class);
  private int near;

  @Test
  void eachDifferenceFromSpringIsOneOfFive() throws IOException {
    Random random = new Random(SEED);
    for (int i = 0; i < CASES; i++) {
      Case it = draw(random);
      near += isNearATransition(it) ? 1 : 0;
      compare(it);
    }
    Files.createDirectories(TABLE.getParent());
    Files.writeString(TABLE, table());
    assertTrue(near >= CASES / 10, near + " of the cases are near a transition" + seed());
    assertEquals(EnumSet.allOf(Difference.class), differences.keySet(), "found" + seed());
  }

  private void compare(Case it) {
    @Nullable Instant ours = ours(it);
    @Nullable Instant springs = springs(it);
    Set<Difference> all = EnumSet.allOf(Difference.class);
    assertEquals(new CronModel(it, Set.of()).next(), ours, () -> "ours: " + it + seed());
    assertEquals(new CronModel(it, all).next(), springs, () -> "Spring's: " + it + seed());
    if (!Objects.equals(ours, springs)) {
      differences
          .computeIfAbsent(reason(it, springs), reason -> new ArrayList<>())
          .add(it + ": ours " + local(ours, it) + ", Spring's " + local(springs, it));
    }
  }

  private static Difference reason(Case it, @Nullable Instant springs) {
    for (Difference one : Difference.values()) {
      Set<Difference> others = EnumSet.complementOf(EnumSet.of(one));
      if (!Objects.equals(new CronModel(it, others).next(), springs)) {
        return one;
      }
    }
    // none is needed, as each of two would do
    for (Difference one : Difference.values()) {
      if (Objects.equals(new CronModel(it, EnumSet.of(one)).next(), springs)) {
        return one;
      }
    }
    throw new AssertionError("unclassified: " + it + seed());
  }

  private static @Nullable Instant ours(Case it) {
    try {
      return Schedule.cron(it.cron().ours(), it.zone()).next(it.after());
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage().contains("' never fires: month '"), () -> it + seed() + ": " + e);
      return null;
    }
  }

  private static @Nullable Instant springs(Case it) {
    @Nullable ZonedDateTime next =
        org.springframework.scheduling.support.CronExpression.parse(it.cron().springs())
            .next(it.after().atZone(it.zone()));
    return next == null ? null : next.toInstant();
  }

  private static Case draw(Random random) {
    ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
    boolean near = random.nextInt(4) == 0;
    Instant after = FROM.plusSeconds(random.nextLong(Duration.between(FROM, TO).toSeconds()));
    ZoneOffsetTransition change = zone.getRules().nextTransition(after);
    IntSupplier hour = () -> random.nextInt(24);
    if (near && change != null && change.getInstant().isBefore(TO)) {
      long most = (random.nextBoolean() ? NEAR : Duration.ofHours(1)).toSeconds();
      after = change.getInstant().plusSeconds(random.nextLong(-most, most));
      int changed = change.getDateTimeBefore().getHour() + 24;
      hour = () -> (random.nextBoolean() ? random.nextInt(24) : changed - random.nextInt(3)) % 24;
    }
    if (random.nextInt(4) == 0) {
      after = after.plusMillis(random.nextInt(1_000));
    }
    return new Case(RandomCron.draw(random, zone, hour), zone, after);
  }

  private static boolean isNearATransition(Case it) {
    ZoneOffsetTransition change = it.zone().getRules().nextTransition(it.after().minus(NEAR));
    return change != null && !change.getInstant().isAfter(it.after().plus(NEAR));
  }

  private String table() {
    StringBuilder table = new StringBuilder();
    table.append(CASES + " cases" + seed() + ", near a transition: " + near + "\n");
    differences.forEach((difference, cases) ->
        table.append(difference + " " + cases.size() + ": " + cases.getFirst() + "\n"));
    return table.toString();
  }

  private static String local(@Nullable Instant at, Case it) {
    return at == null ? "never" : "" + at.atZone(it.zone());
  }

  private static String seed() {
    return " (seed " + SEED + ")";
  }
}
