package dev.innkeeper.ops;

import static dev.innkeeper.ops.RunningPage.AUTHORIZATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page does with jobs and queues. */
class PageJobsTest {

  private RunningPage page;

  @BeforeEach
  void start() throws Exception {
    page = RunningPage.onLoopback();
  }

  @AfterEach
  void stop() {
    page.close();
  }

  private int post(String path) throws Exception {
    return page.status("POST /" + path, AUTHORIZATION);
  }

  @Test
  void aJobIsPausedAndResumed() throws Exception {
    assertEquals(200, post("jobs/job/pause"));
    assertTrue(page.job.status().paused());
    assertTrue(state().contains("\"paused\":true"));
    assertEquals(200, post("jobs/job/pause"));
    assertEquals(200, post("jobs/job/resume"));
    assertFalse(page.job.status().paused());
  }

  @Test
  void aJobOfASchedulerIsRunPausedAndResumedByItsKey() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    page.scheduler.scheduleAfter("a/b +%", Duration.ofDays(1), run -> ran.countDown());
    String job = "jobs/reminders/a%2Fb%20+%25/";
    assertEquals(200, post(job + "pause"));
    assertTrue(page.scheduler.find("a/b +%").orElseThrow().status().paused());
    assertEquals(200, post(job + "resume"));
    assertFalse(page.scheduler.find("a/b +%").orElseThrow().status().paused());
    assertEquals(200, post(job + "run"));
    ran.await();
    assertEquals(404, post(job + "explode"));
  }

  @Test
  void ofManyJobsThoseThatAreDueNextAreShown() throws Exception {
    for (int i = 0; i < JobsView.MOST_SHOWN + 5; i++) {
      page.scheduler.scheduleAfter("key" + i, Duration.ofDays(1 + i), run -> {});
    }
    String shown = state();
    assertTrue(shown.contains("\"key\":\"key0\""), shown);
    assertTrue(shown.contains("\"key\":\"key49\""), shown);
    assertFalse(shown.contains("\"key\":\"key50\""), shown);
    assertTrue(shown.contains("{\"service\":\"reminders\",\"more\":5}"), shown);
  }

  @Test
  void aJobThatHasFailedIsPutBackOnce() throws Exception {
    failing(1);
    String job = "queues/mails/failed/1/put-back";
    assertEquals(200, post(job));
    assertEquals(404, post(job));
    try (RawHttp stream = page.send("GET /events", AUTHORIZATION)) {
      stream.next("\"id\":\"test/mails#2\"");
    }
    assertFalse(state().contains("\"id\":\"test/mails#1\""));
    assertEquals(2, page.queue.status().failed());
  }

  @Test
  void whatCannotBePutBackIsKept() throws Exception {
    failing(1);
    failing(2);
    assertEquals(200, post("services/mails/stop"));
    try (RawHttp answer = page.send("POST /queues/mails/failed/1/put-back", AUTHORIZATION)) {
      assertEquals(409, answer.status);
    }
    String shown = state();
    assertTrue(shown.contains("\"id\":\"test/mails#1\""), shown);
    assertTrue(shown.indexOf("\"number\":\"2\"") < shown.indexOf("\"number\":\"1\""), shown);
  }

  @Test
  void theLatestHundredFailuresOfAQueueAreKept() throws Exception {
    for (int i = 0; i < FailedJobs.KEPT; i++) {
      page.queue.submit("bad").await();
    }
    page.queue.submit("bad").await();
    String shown = "";
    try (RawHttp stream = page.send("GET /events", AUTHORIZATION)) {
      shown =
          stream.next("\"number\":\"" + (FailedJobs.KEPT + 1) + "\""); // two workers tell of them
    }
    assertFalse(shown.contains("\"number\":\"1\""), shown);
    assertTrue(shown.contains("\"number\":\"2\""), shown);
  }

  /** The snapshot that shows it. */
  private String failing(int number) throws Exception {
    page.queue.submit("bad").await();
    try (RawHttp stream = page.send("GET /events", AUTHORIZATION)) {
      return stream.next("\"number\":\"" + number + "\",\"id\":\"test/mails#" + number + "\"");
    }
  }

  @Test
  void aJobOfAServiceThatIsStoppedIsNotRun() throws Exception {
    assertEquals(200, post("services/job/stop"));
    assertEquals(409, post("jobs/job/run"));
    assertEquals(0, page.job.status().runs());
  }

  private String state() throws Exception {
    return page.body("GET /state", AUTHORIZATION);
  }
}
