package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.service.LeaderElection;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The elections of a host: one candidate for each. */
final class Candidates {

  private final Engine engine;
  private final HostThread hostThread;
  private final List<Candidate> all;

  Candidates(Engine engine, HostThread hostThread) {
    this.engine = engine;
    this.hostThread = hostThread;
    List<LeaderElection> elections = engine.plan().elections();
    this.all =
        IntStream.range(0, elections.size())
            .mapToObj(number -> new Candidate(engine, hostThread, number, elections.get(number)))
            .toList();
  }

  // ---- in a drain

  void seek(int election, int candidacy) {
    Candidate candidate = all.get(election);
    hostThread.task(() -> candidate.seek(candidacy));
  }

  void release(int election) {
    hostThread.task(all.get(election)::release);
  }

  void letExpire(int election) {
    hostThread.task(all.get(election)::letExpire);
  }

  /** What a life of the service that begins now writes its work with. */
  OptionalLong fencingToken(int service) {
    LeaderElection election = engine.plan().services().get(service).election();
    for (Candidate candidate : all) {
      if (candidate.isOf(election)) {
        return candidate.fencingToken();
      }
    }
    return OptionalLong.empty();
  }

  // ---- on the host thread

  /** The host's time has lost some. */
  void haveStoodStill() {
    all.forEach(Candidate::hasStoodStill);
  }

  /** In a stop, which ends each candidacy: no lease is being given back any more. */
  boolean areDone() {
    return all.stream().allMatch(Candidate::isDone);
  }

  /** The host does not wait for them any longer. */
  void end() {
    all.forEach(Candidate::end);
  }
}
