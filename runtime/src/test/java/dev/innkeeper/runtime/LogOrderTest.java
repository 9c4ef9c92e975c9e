package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.innkeeper.runtime.events.JdkWarning;
import dev.innkeeper.runtime.jobs.JobQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Lines are in the order of what happened, in real time and whatever thread they come from. */
class LogOrderTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(Host.class);
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch last = new CountDownLatch(1);

  private volatile boolean blocked;

  private final UnsynchronizedAppenderBase<ILoggingEvent> appender =
      new UnsynchronizedAppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          String line = event.getFormattedMessage();
          if (blocked && line.contains(" started")) {
            awaitRelease();
          }
          lines.add(line.lines().findFirst().orElse("").replaceFirst(" in [0-9.]+ m?s", " in T"));
          if (line.contains(" stopped in ")) {
            last.countDown();
          }
        }
      };

  private void awaitRelease() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @BeforeEach
  void listen() {
    System.setProperty(JdkWarning.SWITCH, "false");
    logger.addAppender(appender);
    appender.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(appender);
    logger.setLevel(null);
    logger.setAdditive(true);
  }

  private static Host failing(CountDownLatch failure) {
    JobQueue<String, Void> mails =
        JobQueue.<String>builder(
                "mails",
                item -> {
                  throw new IOException(item);
                })
            .build();
    return Host.builder("inn")
        .shutdownTimeout(Duration.ofSeconds(2))
        .queue(mails)
        .background(
            "w",
            context -> {
              failure.await();
              mails.submit("a").await();
              mails.submit("b").whenDone(done -> context.fail(new IOException("b was lost")));
              context.awaitStop();
            },
            s -> s.dependsOn("mails"))
        .build();
  }

  private static final List<String> A_LIFE =
      List.of(
          "inn started: 2 services in T",
          "inn/w reported a failure",
          "inn is stopping: 'w' failed",
          "inn stopped in T: 1 stopped, 1 failed");

  /** What the failure of a service is called, and the failure of the job beside it. */
  private List<String> ofHost() {
    List<String> all = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("inn/w failed")) {
        all.add("inn/w reported a failure");
      } else if (!line.contains("mails#") && !line.contains("the JVM runs on")) {
        all.add(line);
      }
    }
    return all;
  }

  @Test
  void inHundredsOfShortLives() {
    CountDownLatch atOnce = new CountDownLatch(0);
    for (int life = 0; life < 300; life++) {
      lines.clear();
      assertThrows(RuntimeException.class, failing(atOnce)::run);
      List<String> told = ofHost();
      if (told.size() == A_LIFE.size()) {
        assertEquals(A_LIFE, told);
      } else { // it failed before all had started
        assertEquals(A_LIFE.subList(1, A_LIFE.size()), told);
      }
    }
  }

  @Test
  void alsoIfTheyAllWaitForAnAppenderThatHangs() throws Exception {
    blocked = true;
    CountDownLatch failure = new CountDownLatch(1);
    Host host = failing(failure);
    host.start();
    failure.countDown();
    host.awaitTermination(Duration.ofMinutes(1));
    assertEquals(List.of(), lines);
    released.countDown();
    last.await();
    assertEquals(A_LIFE, ofHost());
  }
}
