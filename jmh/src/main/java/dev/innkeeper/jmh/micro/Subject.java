package dev.innkeeper.jmh.micro;

import java.util.List;
import java.util.stream.Stream;

/**
 * One of the benchmarks, with its parameters.
 *
 * @param benchmark as JMH names it
 * @param parameters each {@code name=value}
 */
record Subject(String contender, String setting, String benchmark, List<String> parameters) {

  static Subject of(
      String contender, String setting, Class<?> type, String method, String... parameters) {
    return new Subject(contender, setting, type.getName() + "." + method, List.of(parameters));
  }

  /** With nothing recorded, and so on: each contender is the method that is called so. */
  static Stream<Subject> events(String setting, Class<?> type, String... methods) {
    return Stream.of(methods).map(method -> of(method, setting, type, method));
  }
}
