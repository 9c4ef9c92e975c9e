package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostView;

/** Leaves marks when it is opened and closed, and then does something. */
final class MarkingExtension implements HostExtension {

  /** What an extension does when it is opened or closed. */
  interface Deed {
    void happen() throws Exception;
  }

  private final HostFixture fixture;
  private final String name;
  private final Deed opening;
  private final Deed closing;

  MarkingExtension(HostFixture fixture, String name, Deed opening, Deed closing) {
    this.fixture = fixture;
    this.name = name;
    this.opening = opening;
    this.closing = closing;
  }

  @Override
  public void opened(HostView host) throws Exception {
    fixture.mark(name + " opens, " + host.state());
    opening.happen();
  }

  @Override
  public void closed(StopReport report) throws Exception {
    fixture.mark(name + " closes: " + report.summary());
    closing.happen();
  }
}
