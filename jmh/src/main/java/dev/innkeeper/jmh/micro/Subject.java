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

  /** What is the same but for the flight recorder: each contender is called as its method. */
  static Stream<Subject> events(String setting, Class<?> type, String... methods) {
    return Stream.of(methods).map(method -> of(method, setting, type, method));
  }
}
