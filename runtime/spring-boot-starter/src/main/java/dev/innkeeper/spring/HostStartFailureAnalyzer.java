package dev.innkeeper.spring;

import dev.innkeeper.runtime.HostStartException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which service has kept the application from starting; the log above has its failure. */
final class HostStartFailureAnalyzer extends AbstractFailureAnalyzer<HostStartException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, HostStartException cause) {
    return new FailureAnalysis(
        "The services of the application could not start: " + cause.getMessage() + ".",
        "The log above has the failure with its stack. If the application can do without the"
            + " service, or is to try again, choose so: innkeeper.services.NAME.on-start-failure ="
            + " ignore or restart.",
        rootFailure);
  }
}
