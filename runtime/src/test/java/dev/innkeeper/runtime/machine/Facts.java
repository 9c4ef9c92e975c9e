package dev.innkeeper.runtime.machine;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * All facts of a machine in 64 bits. Whatever field a class of the machine has or will have counts,
 * except times, texts, what is fixed for the life of a host, and the few that are named below. Of
 * what was thrown counts that there is something. Of a life that is over counts that it was.
 */
@SuppressWarnings("EnumOrdinal") // a number of a move or a fingerprint, kept nowhere else
final class Facts {

  private static final Set<String> WITHOUT_CONSEQUENCE =
      Set.of(
          "calls",
          "candidacy",
          "moreFailures",
          "restarts",
          "failure",
          "waitsFor",
          "shown",
          "failures",
          "health",
          "healthChangedBy",
          "dependencies");

  private static final ClassValue<Field[]> FIELDS =
      new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
          List<Field> fields = new ArrayList<>();
          for (Field field : type.getDeclaredFields()) {
            if (counts(field)) {
              field.setAccessible(true);
              fields.add(field);
            }
          }
          return fields.toArray(Field[]::new);
        }
      };

  private static boolean counts(Field field) {
    Class<?> type = field.getType();
    return !Modifier.isStatic(field.getModifiers())
        && !WITHOUT_CONSEQUENCE.contains(field.getName())
        && type != long.class
        && type != String.class
        && !type.getName().startsWith("dev.innkeeper.runtime.plan.Service")
        && !type.getName().startsWith("dev.innkeeper.runtime.plan.HostPlan")
        && !type.getName().startsWith("dev.innkeeper.runtime.service.")
        && !type.getName().startsWith("dev.innkeeper.runtime.time.")
        && type != java.util.SplittableRandom.class
        && !Effects.class.isAssignableFrom(type);
  }

  private long hash;

  /** The service that is added just now. */
  private boolean lives;

  private Facts() {}

  static long of(HostMachine machine) {
    Facts facts = new Facts();
    facts.addFields(machine);
    return facts.hash;
  }

  static long mix(long hash, long value) {
    long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
    return mixed ^ (mixed >>> 29);
  }

  private void add(long value) {
    hash = mix(hash, value);
  }

  private void add(Object value) {
    switch (value) {
      case null -> add(1);
      case Throwable unused -> add(2);
      case Enum<?> one -> add(16 + one.ordinal());
      case ServiceMachine service -> add(service.number());
      case HostMachine unused -> add(3);
      case ServiceMachine[] all -> {
        for (ServiceMachine service : all) {
          lives = service.stage().isLife();
          addFields(service);
        }
      }
      case int[] all -> add(Arrays.hashCode(all));
      case boolean[] all -> add(Arrays.hashCode(all));
      case Collection<?> all -> {
        add(all.size());
        for (Object each : all) {
          add(each);
        }
      }
      case Life unused when !lives -> add(8);
      case Long unused -> add(4);
      case Integer number -> add(number);
      case Boolean is -> add(is ? 5 : 6);
      default -> addFields(value);
    }
  }

  private void addFields(Object value) {
    if (!value.getClass().getPackageName().equals(Facts.class.getPackageName())) {
      add(7); // it is there
      return;
    }
    try {
      for (Field field : FIELDS.get(value.getClass())) {
        Class<?> type = field.getType();
        if (type == boolean.class) {
          add(field.getBoolean(value) ? 5 : 6);
        } else if (type == int.class) {
          int number = field.getInt(value);
          // Of a life matters whether it is the first; which one the explorer knows.
          add(value instanceof Life ? Math.min(number, 2) : number);
        } else {
          add(field.get(value));
        }
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
