package dev.innkeeper.ops;

import static dev.innkeeper.ops.RunningPage.AUTHORIZATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page does when its reader stops, starts or restarts a service. */
class PageOrdersTest {

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
            .map(name -> page.host.service(name).restarts())
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
    assertEquals(ServiceState.FAILED, page.state("upper"));
  }

  @Test
  void whatIsUnknownIsNotFound() throws Exception {
    assertEquals(404, page.status("POST /services/nothing/restart", AUTHORIZATION));
    assertEquals(404, page.status("POST /services/nothing/stop", AUTHORIZATION));
    assertEquals(404, page.status("POST /services/upper/explode", AUTHORIZATION));
    assertEquals(404, page.status("POST /services/upper", AUTHORIZATION));
    assertEquals(404, page.status("POST /jobs/nothing/run", AUTHORIZATION));
    assertEquals(404, page.status("POST /jobs/upper/run", AUTHORIZATION));
    assertEquals(404, page.status("POST /jobs/job/explode", AUTHORIZATION));
    assertEquals(404, page.status("POST /jobs/reminders/nothing/run", AUTHORIZATION));
    assertEquals(404, page.status("POST /jobs/nothing/nothing/run", AUTHORIZATION));
    assertEquals(404, page.status("POST /queues/mails/failed/nothing/put-back", AUTHORIZATION));
    assertEquals(404, page.status("POST /queues/nothing/failed/1/put-back", AUTHORIZATION));
    assertEquals(404, page.status("POST /queues/mails/failed/1/eat", AUTHORIZATION));
    assertEquals(400, page.status("POST /services/%zz/stop", AUTHORIZATION));
    assertEquals(400, page.status("POST /services/%ff/stop", AUTHORIZATION));
    assertEquals(ServiceState.RUNNING, page.state("upper"));
  }
}
