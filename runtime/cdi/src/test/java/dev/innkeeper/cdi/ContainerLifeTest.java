package dev.innkeeper.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.HostStartException;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The host's life is that of the container. */
class ContainerLifeTest {

  @BeforeEach
  void clear() {
    Trail.clear();
  }

  @ApplicationScoped
  static class Database {
    void open(@Observes Startup startup) {
      Trail.add("database opens");
    }

    String read() {
      return "a row";
    }

    void close(@Observes Shutdown shutdown) {
      Trail.add("database closes");
    }

    @PreDestroy
    void destroyed() {
      Trail.add("database destroyed");
    }
  }

  @ApplicationScoped
  static class Reader implements HostedService {
    @Inject Database database;

    @Override
    public void start(ServiceContext context) {
      Trail.add("reader starts with " + database.read());
    }

    @Override
    public void stop(ServiceContext context) {
      Trail.add("reader stops with " + database.read());
    }
  }

  @ApplicationScoped
  @HostedOptions(dependsOn = "reader")
  static class Archive implements HostedService {
    @Override
    public void start(ServiceContext context) {
      Trail.add("archive starts");
    }

    @Override
    public void stop(ServiceContext context) {
      Trail.add("archive stops");
    }
  }

  @Test
  void servicesStartBehindTheObserversOfTheApplicationAndStopBeforeThem() {
    try (WeldContainer container =
        Trail.container(Database.class, Reader.class, Archive.class).initialize()) {
      assertTrue(container.select(Host.class).get().isReady());
      Trail.add("container is up");
    }
    assertEquals(
        List.of(
            "database opens",
            "reader starts with a row",
            "archive starts",
            "container is up",
            "archive stops",
            "reader stops with a row",
            "database closes",
            "database destroyed"),
        Trail.words());
  }

  @ApplicationScoped
  @HostedOptions
  static class Independent extends Archive {}

  @ApplicationScoped
  @HostedOptions(dependsOn = "independent")
  static class Broken implements HostedService {
    @Override
    public void start(ServiceContext context) {
      throw new IllegalStateException("no licence");
    }
  }

  @Test
  void aStartThatFailsIsAFailedStartOfTheContainerWithTheHostsMessage() {
    Weld weld = Trail.container(Database.class, Independent.class, Broken.class);
    HostStartException failure = assertThrows(HostStartException.class, weld::initialize);
    assertEquals(
        "host 'app' did not start, because of 'broken': java.lang.IllegalStateException: no"
            + " licence",
        failure.getMessage());
    assertEquals(List.of("database opens", "archive starts", "archive stops"), Trail.words());
  }

  @ApplicationScoped
  static class Page {
    @Inject Host host;

    String show() {
      return host + " " + host.services().stream().map(ServiceStatus::name).toList();
    }
  }

  @Test
  void theHostCanBeInjectedWhereItIsUsedLater() {
    try (WeldContainer container =
        Trail.container(Database.class, Reader.class, Page.class).initialize()) {
      assertEquals("Host[app, RUNNING] [reader]", container.select(Page.class).get().show());
    }
  }

  @ApplicationScoped
  static class Impatient {
    void ask(@Observes Startup startup, Host host) {}
  }

  @Test
  void aHostThatIsInjectedBeforeItIsThereIsRefusedWithWhatToDo() {
    Weld weld = Trail.container(Impatient.class);
    Throwable failure = Trail.rootOf(assertThrows(RuntimeException.class, weld::initialize));
    assertEquals(
        "the host is made when the container has started, of beans that are there by then: inject"
            + " Instance<Host> and ask it later; a service has it as context.host()",
        failure.getMessage());
  }

  /** Hides that it is a service, so that the container's host leaves it alone. */
  @ApplicationScoped
  @Typed(Reports.class)
  static class Reports implements HostedService {
    @Override
    public void start(ServiceContext context) {
      Trail.add("reports start in " + context.host().name());
    }
  }

  @Singleton
  static class SecondHost {
    Host host;

    @Inject Reports reports;

    @PostConstruct
    void make() {
      host = Host.builder("second").add("reports", reports).build();
    }

    void start(@Observes Startup startup) {
      host.start();
    }

    void stop(@Observes Shutdown shutdown) {
      host.close();
    }
  }

  @Test
  void aSecondHostHasTheServicesThatHideTheirType() {
    Host second;
    try (WeldContainer container =
        Trail.container(Database.class, Reader.class, Reports.class, SecondHost.class)
            .initialize()) {
      second = container.select(SecondHost.class).get().host;
      assertEquals(1, container.select(Host.class).get().services().size());
    }
    assertEquals(HostState.STOPPED, second.state());
    assertTrue(Trail.words().contains("reports start in second"), Trail.words()::toString);
  }

  @ApplicationScoped
  static class Named {
    @Produces
    @Singleton
    HostBuilder builder() {
      return Host.builder("named");
    }
  }

  @Test
  void twoContainersOfOneProcessHaveTwoHosts() {
    try (WeldContainer one = Trail.container(Database.class, Reader.class).initialize()) {
      Host first = one.select(Host.class).get();
      Host second;
      try (WeldContainer two = Trail.container(Named.class).initialize()) {
        second = two.select(Host.class).get();
        assertEquals("Host[named, RUNNING]", second.toString());
      }
      assertEquals("Host[named, STOPPED]", second.toString());
      assertEquals("Host[app, RUNNING]", first.toString());
      assertSame(first, one.select(Host.class).get());
    }
  }
}
