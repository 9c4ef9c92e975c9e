package dev.innkeeper.runtime;

import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.Lease;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** An engine with one lease of 15 seconds, for candidates on manual time. */
final class FakeElection {

  private final TimeSource time;
  private final HostFixture fixture;

  /** What each call does before it is answered. */
  private volatile Engine engine = () -> {};

  private Object holder = this;
  private long expires;
  private long token;

  /** What may be wrong with it. */
  interface Engine {
    void asked() throws Exception;
  }

  FakeElection(HostFixture fixture) {
    this.fixture = fixture;
    this.time = fixture.time;
    this.expires = time.nanoTime();
  }

  /** From now on. */
  void does(Engine other) {
    engine = other;
  }

  void isAway() {
    does(() -> {
      throw new IllegalStateException("no connection");
    });
  }

  void isBack() {
    does(() -> {});
  }

  /** Somebody else takes the lease, whoever holds it, for so long. */
  synchronized void isTakenFor(Duration time) {
    holder = this;
    expires = this.time.nanoTimeAfter(time);
    token++;
  }

  synchronized boolean isFree() {
    return time.nanoTime() - expires >= 0;
  }

  /** Each is a candidate of its own. */
  LeaderElection candidate() {
    return new Candidate();
  }

  private final class Candidate implements LeaderElection {

    @Override
    public String name() {
      return "billing";
    }

    @Override
    public Duration leaseDuration() {
      return Duration.ofSeconds(15);
    }

    @Override
    public Optional<Lease> tryAcquire() throws Exception {
      engine.asked();
      synchronized (FakeElection.this) {
        if (!isFree()) {
          return Optional.empty();
        }
        Held held = new Held(++token);
        holder = held;
        expires = time.nanoTimeAfter(leaseDuration());
        return Optional.of(held);
      }
    }
  }

  private final class Held implements Lease {

    private final long number;

    Held(long number) {
      this.number = number;
    }

    @Override
    public OptionalLong fencingToken() {
      return OptionalLong.of(number);
    }

    @Override
    public boolean renew() throws Exception {
      engine.asked();
      synchronized (FakeElection.this) {
        if (holder != this || isFree()) {
          return false;
        }
        expires = time.nanoTimeAfter(Duration.ofSeconds(15));
        return true;
      }
    }

    @Override
    public void release() throws Exception {
      engine.asked();
      fixture.mark("given back");
      synchronized (FakeElection.this) {
        if (holder == this) {
          expires = time.nanoTime();
        }
      }
    }
  }
}
