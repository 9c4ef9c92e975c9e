package dev.innkeeper.runtime;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.QueueStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What has become of each job of a queue, by its id. */
final class JobLedger {

  static final int MOST_RETRIES = 3;
  private static final int MOST_TRIES = 1 + MOST_RETRIES;

  private final int jobs;

  // By id: how often it was accepted, refused, dropped for another one of its key, begun, went
  // well, and ended which way.
  final AtomicIntegerArray in;
  final AtomicIntegerArray dropped;
  final AtomicIntegerArray refused;
  final AtomicIntegerArray begun;
  final AtomicIntegerArray wentWell;
  final AtomicIntegerArray succeeded;
  final AtomicIntegerArray failed;
  final AtomicIntegerArray handedBack;
  final AtomicIntegerArray unknown;

  /**
   * How many tries took too long and were to be repeated: each may have gone well, and been
   * interrupted as it returned.
   */
  final AtomicIntegerArray interrupted;

  /** Whether it was cancelled in a batch, which goes on. */
  final AtomicIntegerArray cancelled;

  /** How often it may have been begun when {@code cancel()} had returned true. */
  final AtomicIntegerArray begunWhenCancelled;

  JobLedger(int jobs) {
    this.jobs = jobs;
    begunWhenCancelled = new AtomicIntegerArray(jobs);
    cancelled = new AtomicIntegerArray(jobs);
    in = new AtomicIntegerArray(jobs);
    dropped = new AtomicIntegerArray(jobs);
    refused = new AtomicIntegerArray(jobs);
    begun = new AtomicIntegerArray(jobs);
    wentWell = new AtomicIntegerArray(jobs);
    succeeded = new AtomicIntegerArray(jobs);
    failed = new AtomicIntegerArray(jobs);
    handedBack = new AtomicIntegerArray(jobs);
    unknown = new AtomicIntegerArray(jobs);
    interrupted = new AtomicIntegerArray(jobs);
  }

  void ended(int id, JobHandle<?> handle) {
    switch (handle.state()) {
      case SUCCEEDED -> (isOf(id, handle.result()) ? succeeded : unknown).incrementAndGet(id);
      case FAILED -> failed.incrementAndGet(id);
      case HANDED_BACK -> handedBack.incrementAndGet(id);
      default -> unknown.incrementAndGet(id);
    }
  }

  /** Batches have no results. */
  private static boolean isOf(int id, @Nullable Object result) {
    return result == null || result.equals(id);
  }

  int numberRefused() {
    return ids(id -> refused.get(id) == 1).size();
  }

  int numberDropped() {
    return ids(id -> dropped.get(id) == 1).size();
  }

  /** Returns what is wrong. */
  List<String> check(List<Integer> items, QueueStatus status) {
    List<String> wrong = new ArrayList<>();
    expectNone(
        wrong,
        "not in, refused, or dropped exactly once",
        id -> in.get(id) + refused.get(id) + dropped.get(id) != 1);
    expectNone(
        wrong,
        "in, and not ended exactly once",
        id -> in.get(id) == 1 && succeeded.get(id) + failed.get(id) + handedBack.get(id) != 1);
    expectNone(
        wrong,
        "refused or dropped, and begun or ended",
        id ->
            in.get(id) == 0
                && begun.get(id) + succeeded.get(id) + failed.get(id) + handedBack.get(id) > 0);
    expectNone(wrong, "ended in an unknown way", id -> unknown.get(id) > 0);
    expectNone(
        wrong,
        "succeeded, and did not go well exactly once without an interrupt",
        id -> succeeded.get(id) == 1 && !wentWellOnce(id));
    expectNone(
        wrong,
        "cancelled, and begun after that",
        id -> begunWhenCancelled.get(id) > 0 && begun.get(id) > begunWhenCancelled.get(id));
    expectNone(wrong, "begun too often", id -> begun.get(id) > MOST_TRIES);
    Set<Integer> back = ids(id -> handedBack.get(id) == 1);
    if (!new HashSet<>(items).equals(back) || items.size() != back.size()) {
      wrong.add("handed back: handles say " + back + ", the items are " + items);
    }
    if (status.accepted() != ids(id -> in.get(id) == 1).size()
        || status.succeeded() != ids(id -> succeeded.get(id) == 1).size()
        || status.failed() != ids(id -> failed.get(id) == 1).size()
        || status.handedBack() != back.size()) {
      wrong.add("counted differently: " + status);
    }
    if (status.waiting() + status.delayed() > 0) {
      wrong.add("something is left: " + status);
    }
    return wrong;
  }

  private boolean wentWellOnce(int id) {
    return wentWell.get(id) >= 1 && wentWell.get(id) <= 1 + interrupted.get(id);
  }

  private void expectNone(List<String> wrong, String what, IntPredicate id) {
    Set<Integer> found = ids(id);
    if (!found.isEmpty()) {
      wrong.add(found.size() + " are " + what + ": " + found.stream().limit(10).toList());
    }
  }

  private Set<Integer> ids(IntPredicate which) {
    return IntStream.range(0, jobs).filter(which).boxed().collect(Collectors.toSet());
  }

  /** A producer submits one id after the other, each greater than the one before. */
  static boolean isInOrder(Collection<Integer> ids, int producers) {
    Map<Integer, Integer> last = new HashMap<>();
    for (int id : ids) {
      Integer before = last.put(id % producers, id);
      if (before != null && before >= id) {
        return false;
      }
    }
    return true;
  }
}
