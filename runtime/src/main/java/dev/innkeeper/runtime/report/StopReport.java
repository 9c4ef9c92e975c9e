package dev.innkeeper.runtime.report;

import java.time.Duration;
import java.util.List;

/**
 * How a host's stop went: an immutable snapshot. Its {@code toString()} is for people, a line a
 * service.
 *
 * <pre>{@code
 * StopReport report = host.stop();
 * if (!report.clean()) {
 *   alert(report.toString());
 * }
 * }</pre>
 *
 * <p>A test may implement it; methods that are added later have a default.
 *
 * @since 0.1
 */
public interface StopReport {

  /** The host's name. */
  String host();

  /** The time from the first request to stop until the end. */
  Duration took();

  /** How each service ended, in the order of registration. */
  List<ServiceStatus> services();

  /**
   * Whether no service was abandoned or ended as failed. One that failed, was restarted, and then
   * ended well is clean; its status tells of the failure.
   */
  boolean clean();

  /** The services that ended in {@code state}, in the order of registration. */
  List<ServiceStatus> in(ServiceState state);

  /** The first line of the text: {@code orders stopped in 312 ms: 3 stopped}. */
  String summary();
}
