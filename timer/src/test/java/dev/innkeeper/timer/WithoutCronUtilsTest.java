package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** cron-utils is optional: for an application that has it not, only cron is missing. */
class WithoutCronUtilsTest {

  @Test
  void cronSaysWhatItNeedsAndAllElseWorks() throws ReflectiveOperationException {
    Class<?> user = new HidingLoader().loadClass(User.class.getName());
    Supplier<?> trail = (Supplier<?>) user.getDeclaredConstructor().newInstance();
    String missing =
        "IllegalStateException: cron expressions need com.cronutils:cron-utils, and it is not all"
            + " there, as there is no com/cronutils/";
    assertEquals(
        List.of(
            "every PT1H: 1970-01-01T01:00:00Z",
            "hourly at minute 0 in UTC: 1970-01-01T01:00:00Z",
            "daily at 12:00 in UTC: 1970-01-01T12:00:00Z",
            "weekly on [MONDAY] at 12:00 in UTC: 1970-01-05T12:00:00Z",
            "monthly on day 31 at 12:00 in UTC: 1970-01-31T12:00:00Z",
            missing,
            missing,
            "a tick: true"),
        trail.get());
  }

  /** Runs where cron-utils is hidden, so that the names it uses are looked up there. */
  public static final class User implements Supplier<List<String>> {

    private final List<String> trail = new ArrayList<>();
    private final ZoneId utc = ZoneId.of("UTC");

    @Override
    public List<String> get() {
      ask(Schedule.every(Duration.ofHours(1)));
      ask(Schedule.hourly(utc));
      ask(Schedule.daily(LocalTime.NOON, utc));
      ask(Schedule.weekly(DayOfWeek.MONDAY, LocalTime.NOON, utc));
      ask(Schedule.monthly(31, LocalTime.NOON, utc));
      askForCron();
      askForCron();
      waitForATick();
      return trail;
    }

    private void ask(Schedule schedule) {
      trail.add(schedule + ": " + schedule.next(Instant.EPOCH));
    }

    private void askForCron() {
      try {
        ask(Schedule.cron("0 3 * * *", utc));
      } catch (IllegalStateException e) {
        String hidden = e.getCause().getMessage().replaceFirst("^(com/cronutils/).*", "$1");
        trail.add(
            e.getClass().getSimpleName() + ": " + e.getMessage() + ", as there is no " + hidden);
      }
    }

    private void waitForATick() {
      try (CalendarTimer timer = CalendarTimer.on(Schedule.every(Duration.ofMillis(1)))) {
        trail.add("a tick: " + timer.waitForNextTick());
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Loads the classes of the timer anew, and none of cron-utils. */
  private static final class HidingLoader extends ClassLoader {

    HidingLoader() {
      super(WithoutCronUtilsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("com.cronutils.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("dev.innkeeper.timer.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
