package dev.innkeeper.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.innkeeper.cdi.HostedOptions.OnFailure;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.HostSettings;
import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What else a container can say about its host, and how a host ends that stops by itself. */
class CustomizedHostTest {

  @BeforeEach
  void clear() {
    Trail.clear();
    Exits.CODES.clear();
  }

  @ApplicationScoped
  @HostedOptions(onFailure = OnFailure.RESTART, onStartFailure = OnFailure.IGNORE)
  static class Feed implements HostedService {
    @Override
    public void start(ServiceContext context) {
      Trail.add("feed starts");
      throw new IllegalStateException("no feed");
    }
  }

  @ApplicationScoped
  static class Shop {
    @Produces
    @Singleton
    HostBuilder shop() {
      return Host.builder("shop").add("till", context -> Trail.add("till starts"));
    }

    @Produces
    @Singleton
    HostCustomizer behindTheTill() {
      return new HostCustomizer() {
        @Override
        public void customize(HostBuilder builder) {
          builder.background("clock", context -> Trail.add("clock runs"), s -> s.waitForReady());
        }

        @Override
        public void customize(String service, ServiceOptions options) {
          options.dependsOn("till", "clock");
        }
      };
    }
  }

  @Test
  void aBuilderACustomizerAndAnAnnotationAddUp() {
    try (WeldContainer container = Trail.container(Shop.class, Feed.class).initialize()) {
      Host host = container.select(Host.class).get();
      assertEquals("Host[shop, RUNNING]", host.toString());
      assertEquals(ServiceState.FAILED, host.service("feed").state());
    }
    assertEquals(List.of("till starts", "clock runs", "feed starts"), Trail.words());
  }

  @ApplicationScoped
  static class Configured {
    @Produces
    @Singleton
    HostSettings settings() {
      return HostSettings.from(Map.of("services.feed.onStartFailure", "stopHost"));
    }
  }

  @Test
  void settingsWin() {
    Weld weld = Trail.container(Shop.class, Feed.class, Configured.class);
    RuntimeException failure = assertThrows(RuntimeException.class, weld::initialize);
    assertEquals(
        "host 'shop' did not start, because of 'feed': java.lang.IllegalStateException: no feed",
        failure.getMessage());
  }

  @ApplicationScoped
  static class OtherShop {
    @Produces
    @Singleton
    HostBuilder shop() {
      return Host.builder("other");
    }
  }

  @Test
  void twoBuildersAreRefused() {
    Weld weld = Trail.container(Shop.class, OtherShop.class);
    Throwable refusal = Trail.rootOf(assertThrows(RuntimeException.class, weld::initialize));
    assertEquals(
        "there are several beans of type HostBuilder, one is allowed: they are from"
            + " [dev.innkeeper.cdi.CustomizedHostTest$OtherShop,"
            + " dev.innkeeper.cdi.CustomizedHostTest$Shop]",
        refusal.getMessage());
  }

  @Test
  void aHostWithoutServicesIsTold() {
    Logger logger = (Logger) LoggerFactory.getLogger(ContainerHost.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(lines);
    try (WeldContainer container = Trail.container().initialize()) {
      assertTrue(container.select(Host.class).get().isLive());
    } finally {
      logger.detachAppender(lines);
    }
    assertEquals(
        List.of(
            "app: no bean is a HostedService, so the host has nothing to do. A class is a bean if"
                + " it has a scope, such as @ApplicationScoped, and its archive has a"
                + " META-INF/beans.xml."),
        lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
  }

  @ApplicationScoped
  static class Exits {
    static final BlockingQueue<Integer> CODES = new ArrayBlockingQueue<>(10);

    @Produces
    @Singleton
    ApplicationExit exit() {
      return CODES::add;
    }

    @Produces
    @Singleton
    @Named
    BackgroundService crashing() {
      return context -> {
        CountDownLatch started = new CountDownLatch(1);
        context.lifetime().onStarted(started::countDown);
        started.await();
        if (!context.host().name().equals("shop")) {
          throw new IllegalStateException("crashed");
        }
        context.lifetime().requestStop();
      };
    }
  }

  @Test
  void aHostThatStopsBecauseOfAFailureEndsTheApplicationWithOne() throws Exception {
    try (WeldContainer container = Trail.container(Exits.class).initialize()) {
      assertEquals(1, Exits.CODES.take());
      assertEquals("Host[app, STOPPED]", container.select(Host.class).get().toString());
    }
    assertTrue(Exits.CODES.isEmpty());
  }

  @Test
  void aHostThatIsAskedToStopByAServiceEndsTheApplicationWithZero() throws Exception {
    try (WeldContainer container = Trail.container(Shop.class, Exits.class).initialize()) {
      assertEquals(0, Exits.CODES.take());
      assertTrue(container.isRunning());
    }
  }

  @ApplicationScoped
  static class QuietExit {
    @Produces
    @Singleton
    ApplicationExit exit() {
      return code -> Trail.add("exit " + code);
    }
  }

  @Test
  void aContainerThatStopsItsHostIsNotEndedForIt() throws Exception {
    Host host;
    try (WeldContainer container = Trail.container(Shop.class, QuietExit.class).initialize()) {
      host = container.select(Host.class).get();
    }
    assertEquals("Host[shop, STOPPED]", host.toString());
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("shop/exit")) {
        thread.join();
      }
    }
    assertEquals(List.of("till starts", "clock runs"), Trail.words());
  }
}
