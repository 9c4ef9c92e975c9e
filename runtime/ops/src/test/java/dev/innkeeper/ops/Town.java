package dev.innkeeper.ops;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.service.FailurePolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A host with something of everything, or with many services, for people to look at. */
final class Town {

  static final String TOKEN = "0123456789abcdef";

  final JobScheduler reminders = JobScheduler.builder("reminders").build();
  final AtomicInteger attempts = new AtomicInteger();
  final CountDownLatch release = new CountDownLatch(1);

  /** Fails each mail that is bad, the first time; those that are slow wait for the release. */
  final JobQueue<String, Void> mails =
      JobQueue.builder("mails", this::deliver).workers(2).capacity(100).build();

  private void deliver(String mail) throws IOException, InterruptedException {
    if (mail.startsWith("slow")) {
      release.await();
    }
    if (mail.startsWith("bad") && attempts.incrementAndGet() <= 3) {
      throw new IOException(
          "550 <b>no such mailbox</b> here: the server has refused the recipient");
    }
  }

  static OpsPageBuilder page() {
    return OpsPage.on("127.0.0.1", 0)
        .token(TOKEN)
        .figure("Orders", () -> 4_711)
        .figure("Mail server", () -> "there");
  }

  /** With the usual services. */
  HostBuilder small(OpsPage page) {
    return Host.builder("shop")
        .install(page)
        .add("database", context -> {})
        .add("migrations", context -> {}, s -> s.dependsOn("database"))
        .add(
            "prices",
            context -> context.health(Health.degraded("the last prices are 40 s old")),
            s -> s.dependsOn("migrations"))
        .queue(mails, s -> s.dependsOn("migrations"))
        .recurring("report", Duration.ofHours(6), run -> {}, s -> s.dependsOn("migrations"))
        .jobScheduler(reminders, s -> s.dependsOn("mails"))
        .background(
            "inbox",
            context -> {
              throw new IllegalStateException("<b>bold</b><script>alert(1)</script>");
            },
            s -> s.dependsOn("mails").onFailure(FailurePolicy.ignore()))
        .add("http", context -> {}, s -> s.dependsOn("prices", "mails", "report"))
        .add("metrics", context -> {});
  }

  void fill() throws InterruptedException {
    for (String mail :
        List.of("bad one", "bad two", "good", "slow one", "slow two", "slow three")) {
      mails.submit(mail);
    }
    for (int i = 0; i < 30; i++) {
      mails.submit("slow " + i);
    }
    reminders.scheduleAfter("order-4711", Duration.ofHours(2), run -> {});
    reminders.scheduleEvery("poll <feed>", Duration.ofMinutes(5), run -> {});
  }

  /** With forty: five storeys, on which each needs one or two of those below. */
  static HostBuilder forty(OpsPage page) {
    HostBuilder host = Host.builder("forty").install(page);
    int[] ends = {4, 11, 21, 30, 35};
    int storey = 0;
    for (int i = 0; i < 40; i++) {
      if (i >= 35) {
        host.add(name(i), context -> {}); // these stand alone
        continue;
      }
      while (i >= ends[storey]) {
        storey++;
      }
      if (storey == 0) {
        host.add(name(i), context -> {});
      } else {
        int first = storey == 1 ? 0 : ends[storey - 2];
        int size = ends[storey - 1] - first;
        String one = name(first + i * 7 % size);
        String other = name(i % 3 == 0 ? i % 4 : first + i * 5 % size);
        host.add(
            name(i),
            context -> {},
            s -> s.dependsOn(one.equals(other) ? new String[] {one} : new String[] {one, other}));
      }
    }
    return host;
  }

  private static String name(int i) {
    return List.of(
                "database", "cache", "orders", "stock", "mail-gateway", "invoice-archive", "prices")
            .get(i % 7)
        + "-"
        + i;
  }
}
