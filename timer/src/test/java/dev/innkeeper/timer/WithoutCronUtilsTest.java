package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cronutils.parser.CronParser;
import java.io.IOException;
import java.io.InputStream;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** cron-utils is optional: an application without it has everything but cron. */
class WithoutCronUtilsTest {

  @Test
  void cronSaysWhatItNeedsAndAllElseWorks() throws ReflectiveOperationException, IOException {
    Class<?> user = new HidingLoader().loadClass(User.class.getName());
    Supplier<?> trail = (Supplier<?>) user.getDeclaredConstructor().newInstance();
    String missing =
        "IllegalStateException: cron expressions need com.cronutils:cron-utils on the class path"
            + " (version "
            + cronUtilsVersion()
            + "): add it as a dependency; a module must also require com.cronutils, because of"
            + " NoClassDefFoundError: com/cronutils/";
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

  /** The one that the build has, so that the message follows the pom. */
  private static String cronUtilsVersion() throws IOException {
    Properties pom = new Properties();
    try (InputStream in =
        CronParser.class.getResourceAsStream(
            "/META-INF/maven/com.cronutils/cron-utils/pom.properties")) {
      pom.load(in);
    }
    return pom.getProperty("version");
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
        trail.add(describe(e) + ", because of " + describe(e.getCause()));
      }
    }

    private static String describe(Throwable thrown) {
      String message = thrown.getMessage().replaceFirst("^(com/cronutils/).*", "$1");
      return thrown.getClass().getSimpleName() + ": " + message;
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
