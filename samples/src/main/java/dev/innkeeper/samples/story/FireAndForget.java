package dev.innkeeper.samples.story;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three mails that nobody holds on to, and then the same three as jobs with a handle.
 *
 * <p>The mail to Ann is sent, the one to Bob cannot be delivered, the one to Cleo takes longer than
 * the program runs. Look at what the first half prints of Bob and Cleo: nothing. In the second half
 * each job ends in one of three ways, and the one that was not done in time is handed back.
 */
public final class FireAndForget {

  private static final Logger LOG = LoggerFactory.getLogger(FireAndForget.class);
  private static final List<String> CUSTOMERS = List.of("Ann", "Bob", "Cleo");

  private FireAndForget() {}

  public static void main(String[] args) throws InterruptedException {
    LOG.info("Fire and forget");
    fireAndForget();
    LOG.info("Has Bob got his mail? Has Cleo? If the program ended here, nobody would know");

    LOG.info("Jobs with a handle");
    submitAndKnow();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // that is the mistake
  private static void fireAndForget() throws InterruptedException {
    ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
    for (String customer : CUSTOMERS) {
      pool.submit(() -> send(customer)); // what it throws stays in there
    }
    Thread.sleep(Duration.ofSeconds(1)); // long enough?
  }

  // snippet: submit-and-know
  private static void submitAndKnow() throws InterruptedException {
    JobQueue<String, Void> mails =
        JobQueue.builder("mails", FireAndForget::send)
            .workers(3)
            .onHandBack(customers -> LOG.info("Not sent, so kept for later: {}", customers))
            .build();
    Host host = Host.builder("shop").queue(mails).shutdownTimeout(Duration.ofSeconds(4)).build();
    host.start();
    for (String customer : CUSTOMERS) {
      JobHandle<Void> mail = mails.submit(customer);
      mail.whenDone(done -> LOG.info("The mail to {}: {}", customer, outcome(done)));
    }
    host.stop(); // takes no more, does what can be done in time, hands back the rest
  }

  private static String outcome(JobHandle<?> job) {
    return job.state() == JobHandle.State.FAILED
        ? "FAILED, " + job.failure().getMessage()
        : job.state().toString();
  }

  // end

  private static String send(String customer) throws IOException, InterruptedException {
    Thread.sleep(customer.equals("Cleo") ? Duration.ofMinutes(1) : Duration.ofMillis(200));
    if (customer.equals("Bob")) {
      throw new IOException("no such mailbox: " + customer);
    }
    LOG.info("Sent to {}", customer);
    return "receipt for " + customer;
  }
}
