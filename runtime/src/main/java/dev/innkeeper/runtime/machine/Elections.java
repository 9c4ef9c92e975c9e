package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.Leadership.State;
import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.runtime.plan.ServiceGraph;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.snapshot.Events;
import java.util.ArrayList;
import java.util.List;

/**
 * The elections in which the host is a candidate while it runs. A service that has one begins its
 * lives outside the host's start: it stands by until the host leads, and has stopped, or is
 * abandoned, before the lease ends.
 */
final class Elections {

  private static final String NOT_RENEWED = "the lease could not be renewed in time";

  private final HostMachine host;
  private final Effects effects;
  private final Ladder ladder;
  private final ServiceGraph graph;
  private final List<Leadership> all = new ArrayList<>();

  Elections(HostMachine host, HostPlan plan, Effects effects, Ladder ladder) {
    this.host = host;
    this.effects = effects;
    this.ladder = ladder;
    this.graph = plan.graph();
    List<LeaderElection> elections = plan.elections();
    for (int i = 0; i < elections.size(); i++) {
      List<ServiceMachine> services = new ArrayList<>();
      for (int service : plan.servicesOf(elections.get(i))) {
        services.add(host.services()[service]);
      }
      Leadership made = new Leadership(i, elections.get(i).name(), services);
      services.forEach(service -> service.standsBy(made));
      all.add(made);
    }
  }

  // ---- what happens

  void taken(Message.LeaseTaken message) {
    Leadership election = all.get(message.election());
    if (election.state != State.CANDIDATE || message.candidacy() != election.candidacy) {
      return; // it was given back meanwhile
    }
    election.state = State.LEADING;
    holds(election, message.renewBy(), message.end());
    effects.announce(
        new Events.LeadershipGained(host.name(), election.name, message.token()), null);
    election.services.forEach(service -> host.wake(service.number()));
  }

  /** Once it ends it is not renewed any more, but it may end earlier. */
  void renewed(Message.LeaseRenewed message, long now) {
    Leadership election = all.get(message.election());
    if (message.candidacy() != election.candidacy) {
      return;
    }
    boolean endsEarlier = message.end() - election.end < 0;
    if (election.isLeading()) {
      holds(election, message.renewBy(), message.end());
    } else if (isEnding(election) && endsEarlier) {
      holds(election, message.renewBy(), message.end());
      ends(election, now - election.end >= 0, NOT_RENEWED, now);
    }
  }

  private void holds(Leadership election, long renewBy, long end) {
    election.renewBy = renewBy;
    election.end = end;
    effects.wakeAt(renewBy, new Message.LeaseDue(election.number, election.candidacy));
  }

  /** It should have been renewed, and perhaps was. */
  void due(Message.LeaseDue message, long now) {
    Leadership election = all.get(message.election());
    if (election.isLeading()
        && message.candidacy() == election.candidacy
        && now - election.renewBy >= 0) {
      ends(election, now - election.end >= 0, NOT_RENEWED, now);
    }
  }

  /** It has expired, or another holds it. */
  void lost(Message.LeaseLost message, long now) {
    Leadership election = all.get(message.election());
    if (message.candidacy() == election.candidacy && (election.isLeading() || isEnding(election))) {
      ends(election, true, "the lease has expired, or another process holds it", now);
    }
  }

  private static boolean isEnding(Leadership election) {
    Leadership.End ending = election.ending;
    return ending != null && !ending.tooLate();
  }

  /** Its services fall, and have what is left of the lease; too late, so much from now on. */
  private void ends(Leadership election, boolean tooLate, String reason, long now) {
    int[] chains =
        graph.chainsFrom(
            graph.stop(true),
            number -> {
              ServiceMachine service = host.services()[number];
              return service.leadership() == election && service.isToBeStopped();
            });
    long end = tooLate ? now + (election.end - election.renewBy) : election.end;
    if (election.isLeading()) {
      effects.announce(new Events.LeadershipEnded(host.name(), election.name, reason, true), null);
    }
    election.state = State.ENDING;
    election.ending = Leadership.End.at(now, end, chains, tooLate);
    for (ServiceMachine service : election.services) {
      host.wake(service.number());
      ladder.leaseEnds(service, now);
    }
  }

  // ---- what follows

  /** When nothing more can happen before the next message. */
  void settle() {
    for (Leadership election : all) {
      boolean wanted = host.isRunning() && !host.isStopRequested() && election.isWanted();
      boolean isOver =
          switch (election.state) {
            case NONE -> false;
            case CANDIDATE -> !wanted;
            case LEADING -> !wanted && election.areAllDown();
            case ENDING -> election.areAllDown();
          };
      if (isOver) {
        giveUp(election);
      }
      if (election.state == State.NONE && wanted) {
        seek(election);
      }
    }
  }

  private void seek(Leadership election) {
    election.state = State.CANDIDATE;
    election.candidacy++;
    effects.seek(election.number, election.candidacy);
  }

  private void giveUp(Leadership election) {
    boolean runsOn = election.doesAnyRunOn();
    if (election.isLeading()) {
      String reason =
          runsOn
              ? "a service was abandoned and still runs: the lease is left to expire"
              : "its services have stopped";
      effects.announce(new Events.LeadershipEnded(host.name(), election.name, reason, false), null);
    }
    election.state = State.NONE;
    election.ending = null;
    if (runsOn) {
      effects.letExpire(election.number);
    } else {
      effects.release(election.number);
    }
  }
}
