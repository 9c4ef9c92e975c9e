package dev.innkeeper.spring;

import static dev.innkeeper.spring.Contexts.untilStopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsTest {

  /** Tells on what kind of thread it runs. */
  static class MailSender implements BackgroundService {

    final BlockingQueue<Boolean> virtual = new LinkedBlockingQueue<>();

    @Override
    public void execute(ServiceContext context) throws InterruptedException {
      virtual.add(Thread.currentThread().isVirtual());
      context.awaitStop();
    }
  }

  static class Shop {
    @Bean
    MailSender mailSender() {
      return new MailSender();
    }

    @Bean
    BackgroundService inbox() {
      return untilStopped();
    }
  }

  private final ApplicationContextRunner shop = Contexts.with(Shop.class);

  private static ApplicationContextRunner withVariables(
      ApplicationContextRunner runner, Map<String, Object> variables) {
    return runner.withInitializer(context ->
        context
            .getEnvironment()
            .getPropertySources()
            .replace(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(
                    StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables)));
  }

  private static FailureAnalysis failure(ApplicationContextRunner runner, String... properties) {
    List<FailureAnalysis> found = new ArrayList<>();
    runner
        .withPropertyValues(properties)
        .run(context -> found.add(Contexts.analysis(context.getStartupFailure())));
    return found.getFirst();
  }

  private static boolean isVirtual(ApplicationContextRunner runner, String... properties) {
    List<Boolean> found = new ArrayList<>();
    runner
        .withPropertyValues(properties)
        .run(context -> found.add(context.getBean(MailSender.class).virtual.take()));
    return found.getFirst();
  }

  // ---- spellings

  @Test
  void anOptionOfAServiceIsTakenInEachOfSpringsSpellings() {
    assertTrue(isVirtual(shop));
    assertFalse(isVirtual(shop, "innkeeper.services.mailSender.platform-threads=true"));
    assertFalse(isVirtual(shop, "innkeeper.services.mailSender.platformThreads=true"));
    assertFalse(isVirtual(shop, "innkeeper.services.mail-sender.platform_threads=true"));
    assertFalse(isVirtual(shop, "innkeeper.services[mailSender].platform-threads=true"));
  }

  @Test
  void aVariableOfTheEnvironmentFindsAServiceWithCapitalsInItsName() {
    assertFalse(
        isVirtual(
            withVariables(shop, Map.of("INNKEEPER_SERVICES_MAILSENDER_PLATFORMTHREADS", "true"))));
  }

  @Test
  void aPlaceholderIsResolved() {
    assertFalse(
        isVirtual(
            shop, "threads=true", "innkeeper.services.mailSender.platformThreads=${threads}"));
  }

  @Test
  void aPolicyIsTakenInBothSpellings() {
    for (String policy : List.of("stop-host", "stopHost", "STOP_HOST", "ignore", "restart")) {
      shop.withPropertyValues("innkeeper.services.inbox.on-failure=" + policy)
          .run(context -> assertNull(context.getStartupFailure()));
    }
  }

  // ---- mistakes

  @Test
  void aTypoIsAFailureWithTheKeyThatWasMeant() {
    FailureAnalysis analysis = failure(shop, "innkeeper.shutdown-timout=20s");
    assertEquals(
        "The property 'innkeeper.shutdown-timout' with the value '20s', from"
            + " \"innkeeper.shutdown-timout\" from property source \"test\", cannot be used:"
            + " unknown key 'innkeeper.shutdownTimout' with value '20s'; did you mean"
            + " 'innkeeper.shutdownTimeout'?",
        analysis.getDescription().replaceAll(" There are .*", ""));
  }

  @Test
  void aTypoInAKeyOfTheStarterAloneIsAFailureToo() {
    FailureAnalysis analysis = failure(shop, "innkeeper.exit-when-stoped=false");
    assertEquals(
        "The property 'innkeeper.exit-when-stoped' with the value 'false', from"
            + " \"innkeeper.exit-when-stoped\" from property source \"test\", cannot be used:"
            + " unknown key; did you mean 'innkeeper.exit-when-stopped'?",
        analysis.getDescription());
  }

  @Test
  void aValueThatIsNotAllowedIsAFailureThatSaysWhatIs() {
    FailureAnalysis analysis = failure(shop, "innkeeper.services.inbox.on-failure=retry");
    assertEquals(
        "The property 'innkeeper.services.inbox.on-failure' with the value 'retry', from"
            + " \"innkeeper.services.inbox.on-failure\" from property source \"test\", cannot be"
            + " used: innkeeper.services.inbox.onFailure is 'retry': expected stopHost, ignore or"
            + " restart.",
        analysis.getDescription());
  }

  @Test
  void aServiceThatIsNotThereIsAFailureThatNamesThoseThatAre() {
    FailureAnalysis analysis = failure(shop, "innkeeper.services.inbx.wait-for-ready=true");
    assertEquals(
        "The property 'innkeeper.services.inbx.wait-for-ready' with the value 'true', from"
            + " \"innkeeper.services.inbx.wait-for-ready\" from property source \"test\", cannot be"
            + " used: innkeeper.services.inbx.waitForReady: no service is named 'inbx'; did you"
            + " mean 'inbox'? There are [inbox, mailSender].",
        analysis.getDescription());
  }

  @Test
  void aVariableThatOthersHaveSetIsAWarning() {
    Logger logger = (Logger) LoggerFactory.getLogger(Settings.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      withVariables(shop, Map.of("INNKEEPER_SERVICE_HOST", "10.0.0.1"))
          .run(context -> assertNull(context.getStartupFailure()));
    } finally {
      logger.detachAppender(lines);
    }
    String line =
        lines.list.stream()
            .map(ILoggingEvent::getFormattedMessage)
            .filter(message -> message.contains("service.host"))
            .findFirst()
            .orElseThrow();
    assertTrue(
        line.startsWith(
            "The property 'innkeeper.service.host' with the value '10.0.0.1', from"
                + " \"INNKEEPER_SERVICE_HOST\" from property source \"systemEnvironment\", is none"
                + " of Innkeeper's: unknown key"),
        line);
  }

  // ---- times

  @Test
  void aPhaseOfSpringsCannotBeLongerThanTheWholeStop() {
    FailureAnalysis analysis =
        failure(
            shop,
            "innkeeper.shutdown-timeout=20s",
            "spring.lifecycle.timeout-per-shutdown-phase=30s");
    assertEquals(
        "spring.lifecycle.timeout-per-shutdown-phase is 30s, which is longer than"
            + " innkeeper.shutdown-timeout, 20s: the whole stop has only that much time, one of its"
            + " phases cannot have more.",
        analysis.getDescription());
  }

  @Test
  void theDrainLeavesAFifthToTheHost() {
    assertEquals(
        "innkeeper.drain-delay is 17s, and innkeeper.shutdown-timeout, which it is part of, is"
            + " 20s: a fifth of that is the host's, so the drain may take 16s at most.",
        failure(shop, "innkeeper.shutdown-timeout=20s", "innkeeper.drain-delay=17s")
            .getDescription());
  }
}
