package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Null, for each parameter of each public method there is: the message says for which. */
class NullArgumentsTest {

  private static final ManualTimeSource TIME = new ManualTimeSource();

  /** Something that is not null, for the parameters that are not in question. */
  private static final Map<Class<?>, Object> SAMPLES =
      Map.ofEntries(
          Map.entry(int.class, 1),
          Map.entry(long.class, 1L),
          Map.entry(double.class, 0.5),
          Map.entry(boolean.class, true),
          Map.entry(Object.class, "blocker"),
          Map.entry(String.class, "* * * * *"),
          Map.entry(Duration.class, Duration.ofMillis(1)),
          Map.entry(Instant.class, Instant.EPOCH),
          Map.entry(LocalTime.class, LocalTime.NOON),
          Map.entry(ZoneId.class, ZoneOffset.UTC),
          Map.entry(DayOfWeek.class, DayOfWeek.MONDAY),
          Map.entry(Set.class, Set.of(DayOfWeek.MONDAY)),
          Map.entry(Schedule.class, Schedule.hourly(ZoneOffset.UTC)),
          Map.entry(MissedTicks.class, MissedTicks.BURST),
          Map.entry(Accuracy.class, Accuracy.standard()),
          Map.entry(SpinBudget.class, SpinBudget.shared()),
          Map.entry(Signal.class, new Signal(TIME)),
          Map.entry(TimeSource.class, TIME),
          Map.entry(Thread.class, new Thread(() -> {})),
          Map.entry(Runnable.class, (Runnable) () -> {}),
          Map.entry(Callable.class, (Callable<String>) () -> "called"));

  /** What the methods of instances are called on. */
  private static List<Object> instances() {
    return List.of(
        TimeSource.system(),
        TIME,
        new Signal(TIME),
        Schedule.every(Duration.ofSeconds(1)),
        Schedule.daily(LocalTime.NOON, ZoneOffset.UTC),
        PeriodicTimer.every(Duration.ofSeconds(1)),
        PeriodicTimer.builder(Duration.ofSeconds(1)),
        CalendarTimer.on(Schedule.hourly(ZoneOffset.UTC)),
        CalendarTimer.builder(Schedule.hourly(ZoneOffset.UTC)));
  }

  private static final List<Class<?>> DOORS =
      List.of(
          Accuracy.class,
          CalendarTimer.class,
          PeriodicTimer.class,
          Schedule.class,
          Signal.class,
          SpinBudget.class,
          TimeSource.class,
          ManualTimeSource.class);

  /** One parameter of one method; {@code on} is null for a static method or a constructor. */
  record Call(Object on, Executable method, int which) {

    Parameter parameter() {
      return method.getParameters()[which];
    }

    void make() throws Throwable {
      Object[] arguments =
          Stream.of(method.getParameterTypes()).map(SAMPLES::get).toArray(Object[]::new);
      arguments[which] = null;
      method.setAccessible(true); // of a public interface, on a class that is hidden
      try {
        if (method instanceof Method called) {
          called.invoke(on, arguments);
        } else {
          ((Constructor<?>) method).newInstance(arguments);
        }
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    @Override
    public String toString() {
      String type = on == null ? method.getDeclaringClass().getSimpleName() : on.toString();
      return type + "." + method.getName() + "(" + parameter() + ")";
    }
  }

  static List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (Class<?> door : DOORS) {
      Arrays.stream(door.getDeclaredMethods())
          .filter(method -> Modifier.isStatic(method.getModifiers()))
          .forEach(method -> addCalls(calls, null, method));
      Arrays.stream(door.getConstructors()).forEach(made -> addCalls(calls, null, made));
    }
    for (Object instance : instances()) {
      Arrays.stream(instance.getClass().getMethods())
          .filter(method -> !Modifier.isStatic(method.getModifiers()))
          .filter(method -> method.getDeclaringClass() != Object.class)
          .filter(method -> !method.getName().equals("equals") && !method.isBridge())
          .filter(method -> method.getDeclaringClass() != Enum.class)
          .forEach(method -> addCalls(calls, instance, method));
    }
    return calls;
  }

  private static void addCalls(List<Call> calls, Object on, Executable method) {
    if (!Modifier.isPublic(method.getModifiers()) || method.isSynthetic()) {
      return;
    }
    for (int i = 0; i < method.getParameterCount(); i++) {
      if (!method.getParameterTypes()[i].isPrimitive()) {
        calls.add(new Call(on, method, i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void nullIsNamed(Call call) {
    NullPointerException refused = assertThrows(NullPointerException.class, call::make);
    List<String> names = List.of(call.parameter().getName(), named(call.method));
    assertTrue(names.contains(refused.getMessage()), refused.getMessage());
  }

  /** What {@code timeSource(source)} and {@code onGap(choice)} are about. */
  private static String named(Executable method) {
    String name = method.getName();
    return name.startsWith("on") && name.length() > 2
        ? name.substring(2).toLowerCase(Locale.ROOT)
        : name;
  }

  @Test
  void thereAreManyAndTheDurationsAreAmongThem() {
    List<Call> calls = calls();
    assertTrue(calls.size() > 60, "" + calls.size());
    assertFalse(calls.stream().anyMatch(call -> !call.parameter().isNamePresent()));
    List<String> durations =
        calls.stream()
            .filter(call -> call.parameter().getType() == Duration.class)
            .map(call -> call.method.getName() + " " + call.parameter().getName())
            .distinct()
            .sorted()
            .toList();
    assertEquals(
        List.of(
            "advance duration",
            "await timeout",
            "builder period",
            "changePeriod newPeriod",
            "every period",
            "freeze duration",
            "initialDelay delay",
            "limitUndrivenWaits limit",
            "moveWallClock step",
            "nanoTimeAfter delay",
            "of perTick",
            "parkUntil tolerance",
            "sharedWakeUp tolerance",
            "tolerance tolerance"),
        durations);
  }

  @Test
  void aSetWithNullIsRefusedByName() {
    Set<DayOfWeek> days = new HashSet<>();
    days.add(null);
    assertEquals(
        "days",
        assertThrows(
                NullPointerException.class,
                () -> Schedule.weekly(days, LocalTime.NOON, ZoneOffset.UTC))
            .getMessage());
  }
}
