package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.port.HostPort;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One alarm for many times. */
class SharedAlarmTest {

  /** What the host is to do, and when. */
  private final TreeMap<Long, Runnable> due = new TreeMap<>();

  private final List<Long> set = new ArrayList<>();
  private final List<String> trail = new ArrayList<>();
  private final TreeSet<Long> wanted = new TreeSet<>();
  private long now;
  private final SharedAlarm alarm = new SharedAlarm(host(), this::look);

  private HostPort host() {
    return (HostPort)
        Proxy.newProxyInstance(
            HostPort.class.getClassLoader(),
            new Class<?>[] {HostPort.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("setAlarm")) {
                throw new UnsupportedOperationException(method.getName());
              }
              long at = (Long) arguments[0];
              set.add(at);
              due.put(at, (Runnable) arguments[1]);
              HostPort.Alarm made = () -> trail.add("cancelled " + at);
              return made;
            });
  }

  private void want(long at) {
    wanted.add(at);
    alarm.set(at);
  }

  private void timeIs(long time) {
    now = time;
    while (!due.isEmpty() && due.firstKey() <= now) {
      due.pollFirstEntry().getValue().run();
    }
  }

  private @Nullable Long look() {
    while (!wanted.isEmpty() && wanted.first() <= now) {
      trail.add("seen to " + wanted.pollFirst());
    }
    return wanted.isEmpty() ? null : wanted.first();
  }

  @Test
  void isNotSetAgainForATimeThatItIsSetForAlready() {
    want(1_000_000);
    for (long at = 1; at <= 100; at++) {
      want(at);
      timeIs(at);
    }
    assertEquals(101, set.size());
    timeIs(1_000_000);
    assertEquals("seen to 1000000", trail.getLast());
    assertEquals(101, trail.size());
  }

  @Test
  void isCancelledWithAllThatFollows() {
    want(3);
    want(2);
    want(1);
    timeIs(1);
    alarm.close();
    assertEquals(List.of("seen to 1", "cancelled 2", "cancelled 3"), trail);
  }

  @Test
  void thatIsSetAfterItWasClosedIsCancelled() {
    alarm.close();
    want(5);
    assertEquals(List.of("cancelled 5"), trail);
  }
}
