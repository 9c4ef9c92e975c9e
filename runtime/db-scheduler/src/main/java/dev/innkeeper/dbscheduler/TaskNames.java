package dev.innkeeper.dbscheduler;

import dev.innkeeper.runtime.thread.Names;
import java.util.Objects;

/** The names of queues and recurring jobs, and the ids of jobs: they are columns of a table. */
final class TaskNames {

  /** Of either column, in the tables that db-scheduler has for most databases. */
  private static final int LONGEST = 100;

  private TaskNames() {}

  /** Of a queue, or of a recurring job. */
  static String checked(String what, String name) {
    Names.checked(what, name);
    if (name.length() > LONGEST) {
      throw new IllegalArgumentException(
          "the name of a %s has at most %d characters, as the column task_name: '%s' has %d"
              .formatted(what, LONGEST, name, name.length()));
    }
    if (name.indexOf('\'') >= 0 || name.indexOf('\\') >= 0) {
      throw new IllegalArgumentException(
          "the name of a %s stands in SQL, and may have no quote and no backslash: %s"
              .formatted(what, name));
    }
    return name;
  }

  /** Of a job of a queue. */
  static String checkedId(String queue, String id) {
    Objects.requireNonNull(id, () -> "the id of a job of queue '" + queue + "'");
    if (id.isBlank()) {
      throw new IllegalArgumentException(
          "a job of queue '%s' needs an id, not '%s'".formatted(queue, id));
    }
    Names.checked("job of queue '" + queue + "'", id);
    if (id.length() > LONGEST) {
      throw new IllegalArgumentException(
          ("the id of a job has at most %d characters, as the column task_instance; one for queue"
                  + " '%s' has %d: %s…")
              .formatted(LONGEST, queue, id.length(), id.substring(0, LONGEST)));
    }
    return id;
  }
}
