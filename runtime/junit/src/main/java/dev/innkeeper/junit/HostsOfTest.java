package dev.innkeeper.junit;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.port.Launches;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The time of one test, and what was started on it. */
final class HostsOfTest implements AutoCloseable {

  private record Launched(String name, Host host) {}

  /** A call that ends what a test has left, and may fail. */
  private interface Call {
    void make() throws Exception;
  }

  private final ManualTimeSource time;
  private final List<Launched> hosts = new CopyOnWriteArrayList<>();
  private final List<TestContext> contexts = new CopyOnWriteArrayList<>();

  HostsOfTest(ManualTimeSource time) {
    this.time = time;
    Launches.watch(time, (name, host) -> hosts.add(new Launched(name, (Host) host)));
  }

  ManualTimeSource time() {
    return time;
  }

  HostBuilder builder(String name) {
    return Host.builder(name).timeSource(time);
  }

  TestContext context() {
    TestContext context = new TestContext(time);
    contexts.add(context);
    return context;
  }

  /**
   * Stops what was started and not stopped.
   *
   * @return what was left running, and what to do; null: nothing was
   */
  @Nullable AssertionError stopWhatIsLeft() {
    List<String> left = new ArrayList<>();
    List<Throwable> troubles = new ArrayList<>();
    make(() -> time.advance(Duration.ZERO), troubles); // a host that stops by itself may do so
    for (Launched launched : hosts) {
      if (launched.host.isLive()) {
        left.add(describe(launched));
        make(() -> time.drive(launched.host::stop), troubles);
      }
    }
    for (TestContext context : contexts) {
      if (context.hasRunningService()) {
        left.add("a TestContext has started a service, which still runs: call context.stop()");
        make(context::stop, troubles);
      }
    }
    return left.isEmpty() ? null : failure(left, troubles);
  }

  private static String describe(Launched launched) {
    return "host '"
        + launched.name
        + "' was started and not stopped, it is "
        + launched.host.state()
        + ": stop it by time.drive(host::stop)";
  }

  private static void make(Call call, List<Throwable> troubles) {
    try {
      call.make();
    } catch (Throwable t) {
      troubles.add(t);
    }
  }

  private static AssertionError failure(List<String> left, List<Throwable> troubles) {
    AssertionError failure =
        new AssertionError("left running at the end of the test: " + String.join("; ", left));
    troubles.forEach(failure::addSuppressed);
    return failure;
  }

  @Override
  public void close() {
    Launches.unwatch(time);
  }
}
