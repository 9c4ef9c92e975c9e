package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.HostView;
import java.util.Optional;

/**
 * What a host answers to questions. It only reads snapshots, so no code of a user runs here and
 * nothing waits.
 */
final class ProbedHost {

  private static final String OF_A_SERVICE = "/healthz/";

  private static final String PATHS = "/livez /readyz /startupz /healthz /healthz/NAME";

  private final HostView host;
  private final HostInWords words;
  private final HostInJson json;

  /** It never goes back to false. */
  private volatile boolean hasStarted;

  ProbedHost(HostView host, boolean withReasons) {
    this.host = host;
    this.words = new HostInWords(host, withReasons);
    this.json = new HostInJson(host, withReasons);
    host.lifetime().onStarted(() -> hasStarted = true);
  }

  String name() {
    return host.name();
  }

  Answer answer(Request.Question question) {
    return switch (question.path()) {
      case "/livez" -> live(question);
      case "/readyz" -> ready(question);
      case "/startupz" -> started(question);
      case "/healthz" -> health(question);
      default -> {
        String path = question.path();
        yield path.startsWith(OF_A_SERVICE)
            ? service(path.substring(OF_A_SERVICE.length()), question)
            : Answer.text(Status.NOT_FOUND, "not found: the paths are " + PATHS);
      }
    };
  }

  private Answer live(Request.Question question) {
    boolean live = host.isLive();
    return question.json()
        ? ofHost(live)
        : Answer.text(Status.okIf(live), live ? "live" : words.whyNotLive());
  }

  private Answer ready(Request.Question question) {
    boolean ready = host.isReady();
    return question.json()
        ? ofHost(ready)
        : Answer.text(Status.okIf(ready), ready ? "ready" : words.whyNotReady());
  }

  private Answer started(Request.Question question) {
    boolean started = isStarted();
    return question.json()
        ? ofHost(started)
        : Answer.text(Status.okIf(started), started ? "started" : words.whyNotStarted());
  }

  /** The state tells it sooner than the callback, which waits for others on its thread. */
  private boolean isStarted() {
    if (host.state() == HostState.RUNNING) {
      hasStarted = true;
    }
    return hasStarted;
  }

  private Answer health(Request.Question question) {
    Health health = host.health();
    boolean works = works(health);
    return question.json() ? ofHost(works) : Answer.text(Status.okIf(works), words.health(health));
  }

  private static boolean works(Health health) {
    return health.status().compareTo(Health.Status.DOWN) < 0;
  }

  private Answer ofHost(boolean well) {
    return Answer.json(Status.okIf(well), json.of(isStarted()));
  }

  private Answer service(String encoded, Request.Question question) {
    String name = PercentEncoded.decode(encoded);
    if (name == null) {
      return Answer.text(Status.BAD_REQUEST, "the name is not percent-encoded UTF-8");
    }
    Optional<ServiceStatus> found =
        host.services().stream().filter(service -> service.name().equals(name)).findFirst();
    return found
        .map(service -> ofService(service, question))
        .orElseGet(
            () -> Answer.text(Status.NOT_FOUND, "no service has this name: /healthz lists them"));
  }

  private Answer ofService(ServiceStatus service, Request.Question question) {
    Status status = Status.okIf(works(service.health()));
    return question.json()
        ? Answer.json(status, json.of(service))
        : Answer.text(status, words.health(service));
  }
}
