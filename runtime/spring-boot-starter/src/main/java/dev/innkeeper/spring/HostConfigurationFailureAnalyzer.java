package dev.innkeeper.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with a property or a bean, in place of a stack trace. */
final class HostConfigurationFailureAnalyzer
    extends AbstractFailureAnalyzer<HostConfigurationException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, HostConfigurationException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), rootFailure);
  }
}
