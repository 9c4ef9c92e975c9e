package dev.innkeeper.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.ServiceContext;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A thread that has requested a stop may be held, or out of memory, before it can say so to the
 * machine: the stop does not wait for it, and has all its time.
 */
@Timeout(60)
class UntoldStopRequestTest {

  @Test
  void isCarriedOutByTheNextRequest() throws Exception {
    Host host = Host.builder("inn").background("w", ServiceContext::awaitStop).build();
    host.start();
    assertTrue(engineOf(host).claimStop("claimed") != null);
    StopReport report = host.stop();
    assertEquals(ServiceState.STOPPED, report.services().get(0).state(), report::toString);
    assertTrue(report.clean(), report::toString);
  }

  private static Engine engineOf(Host host) throws ReflectiveOperationException {
    Field engine = Host.class.getDeclaredField("engine");
    engine.setAccessible(true);
    return (Engine) engine.get(host);
  }
}
