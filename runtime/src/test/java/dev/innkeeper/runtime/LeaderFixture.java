package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;

import dev.innkeeper.runtime.report.HostEvent.HostStopping;
import dev.innkeeper.runtime.report.HostEvent.LeadershipEnded;
import dev.innkeeper.runtime.report.HostEvent.LeadershipGained;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hosts on manual time that stand for one election, and services that mark what they do. */
final class LeaderFixture {

  final HostFixture hosts = new HostFixture();
  final ManualTimeSource time = hosts.time;
  final List<String> trail = hosts.trail;
  final FakeElection election = new FakeElection(hosts);

  /** What listeners hear: on a thread of their own, and so in no order with the trail. */
  final List<String> told = new CopyOnWriteArrayList<>();

  HostBuilder host() {
    return hosts
        .host()
        .listener(event -> {
          switch (event) {
            case LeadershipGained won -> told.add("leads by " + won.fencingToken().getAsLong());
            case LeadershipEnded ended ->
                told.add((ended.lost() ? "lost: " : "ended: ") + ended.reason());
            case HostStopping stops when stops.reason().contains("failed") ->
                told.add("stops: " + stops.reason());
            default -> {}
          }
        });
  }

  /** Marks how its work begins and ends. */
  BackgroundService work(String name) {
    return context -> {
      hosts.mark(name + " works by " + context.fencingToken().orElse(-1));
      try {
        context.awaitStop();
        hosts.mark(name + " ends");
      } catch (InterruptedException e) {
        hosts.mark(name + " interrupted");
      }
    };
  }

  /** It does not look whether it was asked to stop. */
  BackgroundService deafTo(Duration length) {
    return context -> {
      hosts.mark("w works");
      try {
        HostFixture.sleep(time, length);
      } catch (InterruptedException e) {
        hosts.mark("w interrupted");
      }
    };
  }

  BackgroundService deaf(String name, long seconds) {
    return context -> {
      hosts.mark(name + " works");
      sleepDeaf(time, seconds(seconds));
    };
  }
}
