package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.Setting.Kind;
import dev.innkeeper.runtime.machine.Setting.Trouble;
import dev.innkeeper.runtime.service.FailurePolicy;
import java.util.ArrayList;
import java.util.List;

/** The hosts that are explored. */
final class Settings {

  static final FailurePolicy RESTART_THEN_IGNORE = Setting.once(FailurePolicy.ignore());
  static final FailurePolicy RESTART_THEN_STOP = Setting.once(FailurePolicy.stopHost());

  private static final List<FailurePolicy> POLICIES =
      List.of(
          FailurePolicy.stopHost(), FailurePolicy.ignore(), RESTART_THEN_IGNORE, RESTART_THEN_STOP);

  private static final int[][] PAIRS = {{0, 0}, {0, 1}};

  /** Three services, all graphs without a circle, up to renaming. */
  private static final int[][] TRIPLES = {
    {0, 0, 0}, {0, 1, 0}, {0, 1, 1}, {0, 0, 3}, {0, 1, 2}, {0, 1, 3}
  };

  private Settings() {}

  /** One service with every combination of options. */
  static List<Setting> single(int orders) {
    List<Setting> all = new ArrayList<>();
    for (int options = 0; options < 64; options++) {
      for (FailurePolicy policy : POLICIES) {
        Kind kind =
            new Kind(
                has(options, 0),
                has(options, 1),
                has(options, 2),
                has(options, 3),
                has(options, 4),
                has(options, 5),
                FailurePolicy.stopHost(),
                policy,
                Trouble.ALL,
                false);
        Setting setting = Setting.of(orders, true, new int[] {0}, kind);
        all.add(setting.cut());
      }
    }
    return all;
  }

  /** What may follow a first start that has failed, if it is not the end of the host's. */
  private static final List<FailurePolicy> AT_FIRST =
      List.of(FailurePolicy.ignore(), RESTART_THEN_IGNORE, RESTART_THEN_STOP);

  /** One or two services whose first start may fail. */
  static List<Setting> firstStarts(int orders) {
    List<Setting> all = new ArrayList<>();
    for (FailurePolicy atFirst : AT_FIRST) {
      for (FailurePolicy policy : POLICIES) {
        for (Kind kind : kinds(policy)) {
          Kind first = kind.atFirst(atFirst);
          all.add(Setting.of(orders, true, new int[] {0}, first.timed()));
          all.add(Setting.of(orders, true, new int[] {0}, first.bySupplier().with(Trouble.ALL)));
          for (boolean concurrently : new boolean[] {true, false}) {
            for (int[] arrows : PAIRS) {
              all.add(Setting.of(orders, concurrently, arrows, first, Kind.PLAIN.with(policy)));
              all.add(Setting.of(orders, concurrently, arrows, Kind.PLAIN.observing(), first));
            }
          }
        }
      }
    }
    return all;
  }

  /**
   * One or two services of one election, or one beside a service that is always there: with what
   * they depend on.
   */
  static List<Setting> elected(int orders) {
    List<Setting> all = new ArrayList<>();
    for (FailurePolicy policy : POLICIES) {
      for (Kind kind : kinds(policy)) {
        Kind elected = kind.whileLeader();
        all.add(Setting.of(orders, true, new int[] {0}, elected.timed()));
        all.add(Setting.of(orders, true, new int[] {0}, elected.bySupplier().with(Trouble.ALL)));
        for (boolean concurrently : new boolean[] {true, false}) {
          for (int[] arrows : PAIRS) {
            all.add(Setting.of(orders, concurrently, arrows, elected, elected));
            all.add(Setting.of(orders, concurrently, arrows, Kind.PLAIN.with(policy), elected));
            Kind beside = Kind.PLAIN.with(policy).whileLeader();
            all.add(Setting.of(orders, concurrently, arrows, beside, elected));
          }
        }
      }
    }
    return all;
  }

  private static boolean has(int options, int option) {
    return (options >> option & 1) != 0;
  }

  private static List<Kind> kinds(FailurePolicy policy) {
    Kind plain = Kind.PLAIN.with(policy).with(Trouble.FAILS);
    Kind background = Kind.PLAIN.with(policy).working();
    return List.of(plain, background, plain.waiting(), Kind.PLAIN.with(policy).observing());
  }

  /** Two services, one of which may be restarted, without steps around start and stop or with. */
  static List<Setting> pairs(int orders) {
    List<Setting> all = new ArrayList<>();
    for (boolean concurrently : new boolean[] {true, false}) {
      for (int[] arrows : PAIRS) {
        for (FailurePolicy first : POLICIES) {
          for (FailurePolicy second : POLICIES) {
            for (Kind a : kinds(first)) {
              for (Kind b : kinds(second)) {
                all.add(Setting.of(orders, concurrently, arrows, a, b));
              }
            }
          }
        }
      }
    }
    return all;
  }

  /** Three services, plain or background, with at most one that is restarted. */
  static List<Setting> triples(int orders) {
    List<Setting> all = new ArrayList<>();
    Kind plain = Kind.PLAIN.with(FailurePolicy.ignore());
    Kind fails = plain.with(RESTART_THEN_IGNORE).with(Trouble.FAILS);
    for (boolean concurrently : new boolean[] {true, false}) {
      for (int[] arrows : TRIPLES) {
        all.add(Setting.of(orders, concurrently, arrows, plain, plain, plain));
        for (int restarted = 0; restarted < 3; restarted++) {
          Kind[] kinds = {plain, plain, plain};
          kinds[restarted] = fails;
          all.add(Setting.of(orders, concurrently, arrows, kinds));
          kinds[restarted] = Kind.PLAIN.with(RESTART_THEN_IGNORE).working();
          all.add(Setting.of(orders, concurrently, arrows, kinds));
        }
      }
    }
    return all;
  }

  /** Small ones of each sort, in which what is wrong shows. */
  static List<Setting> samples() {
    Kind ignored = Kind.PLAIN.with(FailurePolicy.ignore());
    Kind restarted = Kind.PLAIN.with(RESTART_THEN_IGNORE).with(Trouble.FAILS);
    Kind absent = ignored.atFirst(FailurePolicy.ignore());
    Kind again = ignored.with(Trouble.FAILS).atFirst(RESTART_THEN_IGNORE);
    Kind atLast = ignored.atFirst(RESTART_THEN_STOP);
    int[] alone = {0};
    int[] pair = {0, 1};
    int[] chain = {0, 1, 2};
    return List.of(
        Setting.of(1, true, alone, restarted),
        Setting.of(1, true, alone, restarted.working()),
        Setting.of(1, true, alone, restarted.waiting()),
        Setting.of(1, true, alone, restarted.observing()),
        Setting.of(1, true, alone, again.timed()),
        Setting.of(1, true, alone, again.waiting().working()),
        Setting.of(1, true, alone, again.observing()),
        Setting.of(1, true, alone, atLast.bySupplier()),
        Setting.of(1, true, pair, absent, ignored),
        Setting.of(1, true, pair, absent.timed(), restarted),
        Setting.of(1, false, pair, ignored, again.observing()),
        Setting.of(1, true, pair, atLast, ignored),
        Setting.of(1, true, chain, ignored, absent, ignored),
        Setting.of(1, true, pair, ignored, ignored),
        Setting.of(1, true, pair, restarted, ignored),
        Setting.of(1, true, pair, ignored, restarted),
        Setting.of(1, true, pair, restarted, restarted),
        Setting.of(1, false, new int[] {0, 0}, ignored.waiting(), ignored),
        Setting.of(1, true, pair, ignored.observing(), ignored.observing()),
        Setting.of(2, true, pair, ignored, ignored),
        Setting.of(1, true, chain, ignored, restarted, ignored),
        Setting.of(1, true, alone, restarted.with(Trouble.ALL).bySupplier().working()).cut(),
        Setting.of(1, true, alone, ignored.whileLeader()),
        Setting.of(1, true, alone, restarted.whileLeader().working()),
        Setting.of(1, true, alone, ignored.whileLeader().observing()).cut(),
        Setting.of(1, true, pair, ignored.whileLeader(), restarted.whileLeader()),
        Setting.of(1, false, pair, restarted, ignored.whileLeader()));
  }
}
