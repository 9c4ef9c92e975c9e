package dev.innkeeper.runtime.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.machine.Explorer.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goes through every order of messages for small hosts. In the build as many hosts as there is time
 * for in 25 seconds, or in {@code -Dinnkeeper.explore.seconds}; with {@code
 * -Dinnkeeper.explore=all} all of them, with a number as many minutes. {@code
 * -Dinnkeeper.explore.from=500} leaves out the first 500, which were explored before, and {@code
 * -Dinnkeeper.explore.elected=true} those without an election.
 */
class MachineExplorationTest {

  private static final String CHOICE = System.getProperty("innkeeper.explore", "");
  private static final boolean ELECTED = Boolean.getBoolean("innkeeper.explore.elected");
  private static final int FROM = Integer.getInteger("innkeeper.explore.from", 0);
  private static final Duration IN_THE_BUILD =
      Duration.ofSeconds(Integer.getInteger("innkeeper.explore.seconds", 25));

  /** A larger host than that does not fit beside others. */
  private static final int MOST_STATES = CHOICE.isEmpty() ? 400_000 : 40_000_000;

  private static long end() {
    Duration time =
        CHOICE.isEmpty()
            ? IN_THE_BUILD
            : CHOICE.equals("all") ? Duration.ofDays(30) : minutes(CHOICE);
    return System.nanoTime() + time.toNanos();
  }

  private static Duration minutes(String number) {
    return Duration.ofMinutes(Integer.parseInt(number));
  }

  /** One service in all its kinds comes first; the others in an order that is always the same. */
  private static List<Setting> settings() {
    if (ELECTED) {
      List<Setting> some = new ArrayList<>(Settings.elected(1));
      Collections.shuffle(some, new Random(24));
      return some.subList(FROM, some.size());
    }
    List<Setting> others = new ArrayList<>(Settings.pairs(1));
    others.addAll(Settings.firstStarts(1));
    others.addAll(Settings.elected(1));
    if (!CHOICE.isEmpty()) {
      others.addAll(Settings.triples(1));
      others.addAll(Settings.pairs(2));
      others.addAll(Settings.firstStarts(2));
      others.addAll(Settings.elected(2));
      others.addAll(Settings.single(2));
    }
    Collections.shuffle(others, new Random(15));
    List<Setting> all = new ArrayList<>(Settings.samples());
    all.addAll(Settings.single(1));
    all.addAll(others);
    return all.subList(FROM, all.size());
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.DAYS) // it ends by itself, when it was told to
  void noOrderOfMessagesLeadsToWhatMustNotBe() throws Exception {
    Exploration exploration = new Exploration(settings(), end());
    Thread second = Thread.ofPlatform().daemon().start(exploration);
    exploration.run();
    second.join();
    exploration.print();
    assertEquals(List.of(), exploration.wrong);
    DocumentedTable.check(exploration.met);
  }

  @Test
  void theDocumentHasEachStageInTheOrderOfALife() throws Exception {
    assertEquals(List.of(Stage.values()), DocumentedTable.stages());
  }

  /** What several threads go through together. */
  private static final class Exploration implements Runnable {
    private final List<Setting> settings;
    private final long begin = System.nanoTime();
    private final long end;
    private final AtomicInteger next = new AtomicInteger();
    private final Met met = new Met();
    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private int complete;
    private int cutOff;
    private long states;
    private long messages;

    Exploration(List<Setting> settings, long end) {
      this.settings = settings;
      this.end = end;
    }

    @Override
    public void run() {
      for (int i = next.getAndIncrement(); i < settings.size(); i = next.getAndIncrement()) {
        if (System.nanoTime() - end >= 0 || !wrong.isEmpty()) {
          return;
        }
        Met here = new Met();
        add(Explorer.explore(settings.get(i), here, MOST_STATES, end), here);
      }
    }

    private synchronized void add(Outcome outcome, Met here) {
      states += outcome.states();
      messages += outcome.messages();
      complete += outcome.complete() ? 1 : 0;
      cutOff += outcome.complete() ? 0 : 1;
      met.add(here);
      if (CHOICE.equals("all") && (complete + cutOff) % 50 == 0) {
        printCounts();
      }
      if (outcome.wrong() != null) {
        wrong.add(outcome.wrong());
      }
    }

    void print() {
      printCounts();
      System.out.println("never met:");
      met.never().forEach(line -> System.out.println("  " + line));
    }

    private void printCounts() {
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          "explored: %d hosts of %d, %d more in part, %,d states, %,d messages, %.1f s%n",
          complete, settings.size(), cutOff, states, messages, seconds);
    }
  }
}
