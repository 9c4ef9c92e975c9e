package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.RecurringJob;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a page shows, and acts on.
 *
 * @param host the host, once it has started the page
 * @param name the host's name
 * @param page the name of the page's own service, which it cannot stop
 * @param ticks of timers and jobs, by the names of their services
 * @param jobs by the names of their services
 * @param figures asked now and then, by any thread
 */
record Watched(
    Supplier<Host> host,
    String name,
    String page,
    Map<String, Ticks> ticks,
    Map<String, RecurringJob> jobs,
    Supplier<Figures> figures,
    InstantSource clock) {

  /**
   * What the shop has done since it started.
   *
   * @param waiting mails in the outbox; null: the database cannot tell
   * @param mailServer in a word or two
   */
  record Figures(long orders, long mails, @Nullable Integer waiting, String mailServer) {}
}
