package dev.innkeeper.ops;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where systemd takes messages: by a datagram of this process, or, if the JDK does not allow that,
 * by the program {@code systemd-notify}. What is not taken is logged once. Used by one thread.
 */
final class NotifySocket {

  private static final Logger LOG = LoggerFactory.getLogger(Systemd.class);

  /** Sends the lines of a message, and returns when it was taken. */
  interface Way {
    void send(List<String> lines) throws IOException;
  }

  /** Finds a way, or throws why there is none. */
  interface Finder {
    Way find() throws Throwable;
  }

  private final String address;
  private final Finder datagram;
  private final Finder program;

  private @Nullable Way way;
  private boolean hasWarned;

  NotifySocket(String address) {
    this(address, () -> UnixDatagram.to(address), () -> NotifyProgram.to(address));
  }

  NotifySocket(String address, Finder datagram, Finder program) {
    this.address = address;
    this.datagram = datagram;
    this.program = program;
  }

  /** Sends the lines of a message; none: nothing. */
  void send(List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    if (way == null) {
      way = find();
    }
    try {
      way.send(lines);
    } catch (IOException e) {
      isNotTaken(lines, e);
    }
  }

  private void isNotTaken(List<String> lines, IOException why) {
    if (hasWarned) {
      LOG.debug("systemd has not taken {}: {}", lines, why.getMessage());
      return;
    }
    hasWarned = true;
    LOG.warn(
        "systemd has not taken {}, which was sent to '{}': {}. What it does not take from here on"
            + " is logged at DEBUG",
        lines,
        address,
        why.getMessage());
  }

  private Way find() {
    try {
      return datagram.find();
    } catch (Throwable refused) { // an Error, too: it depends on the platform
      return findProgram(refused);
    }
  }

  private Way findProgram(Throwable refused) {
    try {
      Way found = program.find();
      LOG.info(
          "systemd is told by the program systemd-notify, for which the unit may need"
              + " NotifyAccess=all: the JDK does not let this process do so by itself ({}). {}",
          refused.toString(),
          Libc.WHAT_TO_DO);
      return found;
    } catch (Throwable missing) {
      LOG.warn(
          "systemd is told nothing. The JDK does not let this process do so: {}. Nor is there the"
              + " program systemd-notify: {}. {}; or install systemd-notify",
          refused.toString(),
          missing.getMessage(),
          Libc.WHAT_TO_DO);
      return lines -> {};
    }
  }
}
