package dev.innkeeper.runtime.events;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** One line of the log: a sentence, and what it says as fields beside it. */
final class Line {

  private final Level level;
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private @Nullable String service;
  private @Nullable String job;
  private String sentence = "";
  private Object[] arguments = {};
  private @Nullable Throwable thrown;

  private Line(Level level, String event) {
    this.level = level;
    fields.put("event", event);
  }

  static Line error(String event) {
    return new Line(Level.ERROR, event);
  }

  static Line warn(String event) {
    return new Line(Level.WARN, event);
  }

  static Line info(String event) {
    return new Line(Level.INFO, event);
  }

  static Line debug(String event) {
    return new Line(Level.DEBUG, event);
  }

  /** It is about this service. */
  Line of(String name) {
    service = name;
    return this;
  }

  /** It is about this job. */
  Line ofJob(String id) {
    job = id;
    return this;
  }

  Line with(String field, Object value) {
    fields.put(field, value);
    return this;
  }

  Line thrown(@Nullable Throwable failure) {
    thrown = failure;
    return this;
  }

  /** The words for people, with {@code {}} for each argument. */
  Line saying(String words, Object... args) {
    sentence = words;
    arguments = args;
    return this;
  }

  // ---- for its writer

  Level level() {
    return level;
  }

  Map<String, Object> fields() {
    return fields;
  }

  @Nullable String service() {
    return service;
  }

  @Nullable String job() {
    return job;
  }

  String sentence() {
    return sentence;
  }

  Object[] arguments() {
    return arguments;
  }

  @Nullable Throwable thrown() {
    return thrown;
  }
}
