package dev.innkeeper.samples.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.innkeeper.samples.SampleLog;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The samples about work, each in a process: what they print is what they are there to show.
 *
 * <p>Lines of different threads are in an order only where one has waited for the other.
 */
class WorkStoryIT {

  @TempDir Path folder;

  @Test
  void whatIsForgottenIsLostAndWhatIsSubmittedEndsInOneOfThreeWays() throws Exception {
    SampleLog log = SampleLog.of(folder, "fire-and-forget");
    int half = log.messages().indexOf("Jobs with a handle");
    assertEquals(
        List.of(
            "Fire and forget",
            "Has Bob got his mail? Has Cleo? If the program ended here, nobody would know"),
        log.messages().subList(0, half).stream().filter(m -> !m.equals("Sent to Ann")).toList());
    log.assertOrder("Jobs with a handle", "Sent to Ann", "The mail to Ann: SUCCEEDED");
    log.assertOrder("Jobs with a handle", "The mail to Bob: FAILED, no such mailbox: Bob");
    assertFalse(log.text().contains("failed after"), log::toString);
    log.assertOrder(
        "shop is stopping: stop() was called",
        "Not sent, so kept for later: [Cleo]",
        "The mail to Cleo: HANDED_BACK",
        "shop stopped in T: 1 stopped");
  }

  @Test
  void workGoesOnBesideTheOthersAndEndsBeforeItsServiceStops() throws Exception {
    SampleLog log = SampleLog.of(folder, "background-work");
    log.assertOrder("Opens the inbox", "The web server listens", "shop started: 2 services in T");
    log.assertOrder(
        "The web server listens", "Message 3: begins", "Asks the host to stop", "Closes the inbox");
    List<String> work =
        log.saidBy("shop/inbox").stream().filter(said -> said.startsWith("Message")).toList();
    assertEquals(messages(work.size() / 2), work); // none is left half done
    log.assertOrder(work.getLast(), "Closes the inbox", "shop stopped in T: 2 stopped");
  }

  private static List<String> messages(int count) {
    return IntStream.rangeClosed(1, count)
        .boxed()
        .flatMap(n -> Stream.of("Message " + n + ": begins", "Message " + n + ": done"))
        .toList();
  }

  @Test
  void whoHasNotAnsweredIsInterruptedAndNoThreadIsLeft() throws Exception {
    SampleLog log = SampleLog.of(folder, "parallel-offers");
    assertEquals(List.of("near offers 120"), log.saidBy("shop/offers/ask-1"));
    assertEquals(List.of("far offers 100"), log.saidBy("shop/offers/ask-2"));
    assertEquals(List.of("silent has not answered"), log.saidBy("shop/offers/ask-3"));
    log.assertOrder(
        "All: false, the best price: 100",
        "silent has not answered",
        "Nobody is asked any more",
        "shop stopped in T: 1 stopped");
  }
}
