package dev.innkeeper.samples.shop;

import static dev.innkeeper.samples.shop.RunningPage.AUTHORIZATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.samples.Await;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page does when its reader stops, starts or restarts a service. */
class PageControlTest {

  private RunningPage page;

  @BeforeEach
  void start() throws Exception {
    page = RunningPage.onLoopback();
  }

  @AfterEach
  void stop() {
    page.close();
  }

  @Test
  void whatDependsOnAServiceIsStoppedWithIt() throws Exception {
    assertEquals(200, page.status("POST /services/lower/stop", AUTHORIZATION));
    assertEquals(
        List.of(ServiceState.STOPPED, ServiceState.STOPPED, ServiceState.STOPPED),
        List.of(page.state("lower"), page.state("upper"), page.state("top")));
  }

  @Test
  void whatAServiceNeedsIsStartedWithIt() throws Exception {
    assertEquals(200, page.status("POST /services/lower/stop", AUTHORIZATION));
    assertEquals(200, page.status("POST /services/upper/start", AUTHORIZATION));
    assertEquals(
        List.of(ServiceState.RUNNING, ServiceState.RUNNING, ServiceState.STOPPED),
        List.of(page.state("lower"), page.state("upper"), page.state("top")));
  }

  @Test
  void aRestartTakesThoseAlongThatRun() throws Exception {
    assertEquals(200, page.status("POST /services/top/stop", AUTHORIZATION));
    assertEquals(200, page.status("POST /services/lower/restart", AUTHORIZATION));
    assertEquals(
        List.of(1, 1, 0),
        List.of("lower", "upper", "top").stream()
            .map(name -> page.host().service(name).restarts())
            .toList());
    assertEquals(ServiceState.STOPPED, page.state("top"));
  }

  @Test
  void aServiceThatDoesNotStartIsAnAnswerWithItsReason() throws Exception {
    page.upperCannotStart();
    try (RawHttp answer = page.send("POST /services/upper/restart", AUTHORIZATION)) {
      assertEquals(409, answer.status);
      assertTrue(answer.body().contains("it cannot start"));
    }
    Await.until(
        () -> page.state("upper") == ServiceState.FAILED, () -> "it is " + page.state("upper"));
  }

  @Test
  void thePageDoesNotStopItself() throws Exception {
    assertEquals(409, page.status("POST /services/page/stop", AUTHORIZATION));
    assertEquals(409, page.status("POST /services/page/restart", AUTHORIZATION));
    assertEquals(404, page.status("POST /services/nothing/stop", AUTHORIZATION));
    assertEquals(404, page.status("POST /services/upper/explode", AUTHORIZATION));
    assertEquals(404, page.status("POST /jobs/nothing/run", AUTHORIZATION));
    assertEquals(ServiceState.RUNNING, page.state("page"));
  }
}
