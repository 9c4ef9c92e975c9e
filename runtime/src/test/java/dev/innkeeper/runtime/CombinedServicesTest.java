package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A class may be any two kinds of service, in either order, without a start of its own. That these
 * compile is what is tested.
 */
class CombinedServicesTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;

  private final class WorkerThatObserves implements BackgroundService, HostedLifecycleService {
    @Override
    public void execute(ServiceContext context) throws InterruptedException {
      fixture.mark("works");
      context.awaitStop();
    }

    @Override
    public void started(ServiceContext context) {
      fixture.mark("started");
    }
  }

  private final class ObserverThatWorks implements HostedLifecycleService, BackgroundService {
    @Override
    public void execute(ServiceContext context) throws InterruptedException {
      fixture.mark("works");
      context.awaitStop();
    }

    @Override
    public void stopping(ServiceContext context) {
      fixture.mark("stopping");
    }
  }

  private final class OnlyObserves implements HostedLifecycleService {
    @Override
    public void started(ServiceContext context) {
      fixture.mark("started");
    }
  }

  private final class HostedThatObserves implements HostedService, HostedLifecycleService {
    @Override
    public void started(ServiceContext context) {
      fixture.mark("started");
    }
  }

  private final class ObserverThatIsHosted implements HostedLifecycleService, HostedService {
    @Override
    public void starting(ServiceContext context) {
      fixture.mark("starting");
    }
  }

  private final class HostedThatWorks implements HostedService, BackgroundService {
    @Override
    public void execute(ServiceContext context) {
      fixture.mark("works");
    }
  }

  private final class WorkerThatIsHosted implements BackgroundService, HostedService {
    @Override
    public void execute(ServiceContext context) {
      fixture.mark("works");
    }
  }

  private final class AllThree implements HostedService, BackgroundService, HostedLifecycleService {
    @Override
    public void execute(ServiceContext context) {
      fixture.mark("works");
    }

    @Override
    public void stopped(ServiceContext context) {
      fixture.mark("stopped");
    }
  }

  private final class WithAStartOfItsOwn implements BackgroundService, HostedLifecycleService {
    @Override
    public void start(ServiceContext context) throws Exception {
      BackgroundService.super.start(context);
      HostedLifecycleService.super.start(context);
      fixture.mark("starts");
    }

    @Override
    public void execute(ServiceContext context) {
      fixture.mark("works");
    }
  }

  private List<String> trailOf(HostedService service) throws Exception {
    trail.clear();
    Host host = fixture.host().add("w", service).build();
    fixture.start(host);
    time.advance(seconds(0));
    assertTrue(fixture.stop(host).clean());
    return List.copyOf(trail);
  }

  @Test
  void aWorkerThatObserves() throws Exception {
    assertEquals(List.of("0 works", "0 started"), trailOf(new WorkerThatObserves()));
    assertEquals(List.of("0 works", "0 stopping"), trailOf(new ObserverThatWorks()));
  }

  @Test
  void oneThatObservesAlone() throws Exception {
    assertEquals(List.of("0 started"), trailOf(new OnlyObserves()));
    assertEquals(List.of("0 started"), trailOf(new HostedThatObserves()));
    assertEquals(List.of("0 starting"), trailOf(new ObserverThatIsHosted()));
  }

  @Test
  void oneThatWorks() throws Exception {
    assertEquals(List.of("0 works"), trailOf(new HostedThatWorks()));
    assertEquals(List.of("0 works"), trailOf(new WorkerThatIsHosted()));
  }

  @Test
  void allThreeAtOnce() throws Exception {
    assertEquals(List.of("0 works", "0 stopped"), trailOf(new AllThree()));
  }

  @Test
  void aStartOfItsOwnMayCallEither() throws Exception {
    assertEquals(List.of("0 starts", "0 works"), trailOf(new WithAStartOfItsOwn()));
  }
}
