package dev.innkeeper.runtime.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A machine that is told line by line what happens, and answers with what it does about it. */
final class PlayedHost implements Surroundings {

  private final Setting setting;
  private final Judge judge;
  private final Map<Integer, Call> calls = new HashMap<>();
  private final Map<String, Long> times = new HashMap<>();
  private final List<String> trail = new ArrayList<>();

  private int candidacy;

  private PlayedHost(Setting setting) {
    this.setting = setting;
    judge = new Judge(setting, setting.plan(1), this);
  }

  /** The story with what the machine does, a line for each message: {@code message -> effects}. */
  static String play(Setting setting, String story) {
    PlayedHost host = new PlayedHost(setting);
    return story
        .lines()
        .map(line -> line.split(" ->", 2)[0].strip())
        .map(message -> message + " ->" + host.does(message))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private String does(String message) {
    trail.clear();
    String[] words = message.split(" ", -1);
    switch (words[0]) {
      case "open" -> on(new Message.Opened(Phase.valueOf(words[1])), 0);
      case "stop" ->
          on(new Message.StopRequested("played", 0, Duration.ofSeconds(25).toNanos()), 0);
      case "lease" -> lease(words[1]);
      case "begin" -> on(new Message.StopBegun(0), 0);
      case "order" -> {
        Order order = new Order(Order.Kind.valueOf(words[1]), number(words[2]), null, "operator");
        on(new Message.Ordered(order), 0);
      }
      default -> happens(number(words[0]), words);
    }
    return trail.isEmpty() ? "" : " " + String.join(", ", trail);
  }

  private void lease(String what) {
    long second = Duration.ofSeconds(1).toNanos();
    switch (what) {
      case "taken" ->
          on(
              new Message.LeaseTaken(0, candidacy, OptionalLong.empty(), 10 * second, 13 * second),
              0);
      case "renewed" -> on(new Message.LeaseRenewed(0, candidacy, 20 * second, 23 * second), 0);
      case "earlier" ->
          on(new Message.LeaseRenewed(0, candidacy, 5 * second, 8 * second), 10 * second);
      case "due" -> on(new Message.LeaseDue(0, candidacy), 10 * second);
      case "lost" -> on(new Message.LeaseLost(0, candidacy), 0);
      default -> throw new IllegalArgumentException(what);
    }
  }

  private void happens(int service, String[] words) {
    int life = judge.machine.services()[service].lives();
    Failure failure = ExploredHost.FAILURE;
    switch (words[1]) {
      case "returns" -> returned(service, null);
      case "throws" -> returned(service, failure);
      case "fails" -> on(new Message.Failed(service, life, failure), 0);
      case "ready" -> on(new Message.Ready(service, life), 0);
      case "due" -> {
        Rung rung = Rung.valueOf(words[2]);
        Long time = times.remove(words[0] + " " + rung);
        Judge.require(time != null, "no time was set: %s", String.join(" ", words));
        on(judge.machine.services()[service].due(rung), time);
      }
      default -> throw new IllegalArgumentException(words[1]);
    }
  }

  private void returned(int service, @Nullable Failure failure) {
    Call call = calls.remove(service);
    boolean reached = failure == null;
    Traits traits = setting.services().get(service).traits();
    on(new Message.Returned(service, call, failure, reached, traits), 0);
  }

  private void on(Message message, long now) {
    judge.on(message, now);
  }

  private static int number(String name) {
    return name.charAt(0) - 'a';
  }

  private void does(int service, Object what) {
    trail.add(Setting.name(service) + " " + what);
  }

  @Override
  public void begin(int service, int life) {
    does(service, "lives " + life);
  }

  @Override
  public void proceed(int service, Call call) {
    if (call != Call.EXECUTE) {
      calls.put(service, call);
    }
    does(service, call);
  }

  @Override
  public void end(int service) {
    does(service, "ends");
  }

  @Override
  public void ask(int service) {
    does(service, "asked");
  }

  @Override
  public boolean hasHooks(int service) {
    return setting.services().get(service).hooks();
  }

  @Override
  public void interruptCall(int service) {
    does(service, "interrupted");
  }

  @Override
  public void interruptWork(int service) {
    does(service, "work interrupted");
  }

  @Override
  public void wakeAt(long time, Message message) {
    if (message instanceof Message.Due due) {
      times.put(Setting.name(due.service()) + " " + due.rung(), time);
    }
  }

  @Override
  public void seek(int election, int number) {
    candidacy = number;
    trail.add("candidate");
  }

  @Override
  public void release(int election) {
    trail.add("gives back");
  }

  @Override
  public void letExpire(int election) {
    trail.add("lets expire");
  }

  @Override
  public void lookFor(int service) {
    does(service, "abandoned");
  }

  @Override
  public void answer(Order order, Order.Answer answer) {
    trail.add(order.kind() + " " + answer.getClass().getSimpleName());
  }

  @Override
  public void phaseIsOver(Phase phase) {
    trail.add(phase + " over");
  }

  @Override
  public void hostRuns() {
    trail.add("host runs");
  }

  @Override
  public Message.StopRequested stopHost(String reason) {
    trail.add("host is to stop");
    return new Message.StopRequested(reason, 0, Duration.ofSeconds(25).toNanos());
  }
}
