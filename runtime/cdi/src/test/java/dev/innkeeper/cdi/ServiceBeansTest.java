package dev.innkeeper.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.cdi.HostedOptions.OnFailure;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.Readiness;
import dev.innkeeper.runtime.service.ServiceContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which beans are services, under which names, and which are refused. */
class ServiceBeansTest {

  @BeforeEach
  void clear() {
    Trail.clear();
  }

  private static void runs(Class<?>... beans) {
    try (WeldContainer container = Trail.container(beans).initialize()) {
      container.select(Host.class).get();
    }
  }

  private static String refusalOf(Class<?>... beans) {
    Weld weld = Trail.container(beans);
    return Trail.rootOf(assertThrows(RuntimeException.class, weld::initialize)).getMessage();
  }

  @ApplicationScoped
  static class Producers {
    /** One that is not executed would never be ready. */
    @Produces
    @Singleton
    HostBuilder builder() {
      return Host.builder("zoo").startupTimeout(Duration.ofSeconds(10));
    }

    @Produces
    @Singleton
    @Named("mails")
    JobQueue<String, Void> mails() {
      return JobQueue.<String>builder("mails", mail -> Trail.add("sent " + mail)).build();
    }

    /** Declared as less than it is. */
    @Produces
    @ApplicationScoped
    @Named
    @HostedOptions(dependsOn = "mails", waitForReady = true)
    HostedService inbox(JobQueue<String, Void> mails) {
      BackgroundService inbox =
          context -> {
            mails.submit("a mail").await();
            Trail.add(context.name() + " works");
            context.ready();
          };
      return inbox;
    }

    @Produces
    @Singleton
    @Named
    @HostedOptions(dependsOn = "inbox")
    HostedService getZoo() {
      return context -> Trail.add(context.name() + " starts");
    }

    @Produces
    @Singleton
    @Named
    @HostedOptions(dependsOn = "zoo")
    HostedService aviary = context -> Trail.add(context.name() + " starts");
  }

  @Test
  void producersMakeServicesOfAnyKindWithTheOptionsThatStandAtThem() {
    runs(Producers.class);
    assertEquals(
        List.of("sent a mail", "inbox works", "zoo starts", "aviary starts"), Trail.words());
  }

  @ApplicationScoped
  @Named("counter")
  static class Shared implements HostedService {
    private int starts;

    @Override
    public void start(ServiceContext context) {
      starts++;
    }

    int starts() {
      return starts;
    }
  }

  @Singleton
  static class User {
    @Inject Shared shared;
  }

  @Test
  void theServiceIsTheInstanceThatOtherBeansHave() {
    try (WeldContainer container = Trail.container(Shared.class, User.class).initialize()) {
      assertEquals(1, container.select(User.class).get().shared.starts());
      Host host = container.select(Host.class).get();
      assertSame(Shared.class, host.instancesOf(Shared.class).get("counter").getClass());
    }
  }

  @InterceptorBinding
  @Retention(RetentionPolicy.RUNTIME)
  @interface Traced {}

  @Traced
  @Interceptor
  @Priority(Interceptor.Priority.APPLICATION)
  static class Tracer {
    @AroundInvoke
    Object trace(InvocationContext call) throws Exception {
      Trail.add("before " + call.getMethod().getName());
      return call.proceed();
    }
  }

  @ApplicationScoped
  static class Intercepted implements HostedService {
    @Traced
    @Override
    public void start(ServiceContext context) {
      Trail.add("start");
    }
  }

  @Test
  void interceptorsAreCalled() {
    runs(Intercepted.class, Tracer.class);
    assertEquals(List.of("before start", "start"), Trail.words());
  }

  @ApplicationScoped
  @HostedOptions(
      onFailure = OnFailure.RESTART,
      readiness = Readiness.RUNNING,
      platformThreads = true)
  static class Flaky implements BackgroundService {
    private final CountDownLatch ranAgain = new CountDownLatch(2);

    @Override
    public void execute(ServiceContext context) {
      Trail.add("run on a virtual thread: " + Thread.currentThread().isVirtual());
      ranAgain.countDown();
      if (ranAgain.getCount() == 1) {
        throw new IllegalStateException("the first time");
      }
    }
  }

  @Test
  void aClassHasTheOptionsOfItsAnnotation() throws Exception {
    try (WeldContainer container = Trail.container(Flaky.class).initialize()) {
      Map<String, Flaky> flaky = container.select(Host.class).get().instancesOf(Flaky.class);
      flaky.get("flaky").ranAgain.await();
    }
    assertEquals(
        List.of("run on a virtual thread: false", "run on a virtual thread: false"), Trail.words());
  }

  @Dependent
  static class Loose implements HostedService {
    @Override
    public void start(ServiceContext context) {}
  }

  @Test
  void aDependentBeanIsRefusedBecauseNobodyElseWouldHaveIt() {
    assertEquals(
        "service 'loose' of dev.innkeeper.cdi.ServiceBeansTest$Loose is @Dependent, so the host"
            + " would run an instance that no other bean has: make it @ApplicationScoped or"
            + " @Singleton; or hide it from the host by @Typed, without HostedService among the"
            + " types",
        refusalOf(Loose.class));
  }

  @RequestScoped
  static class Brief implements HostedService {
    @Override
    public void start(ServiceContext context) {}
  }

  @Test
  void aBeanOfAShorterLifeIsRefused() {
    assertEquals(
        "service 'brief' of dev.innkeeper.cdi.ServiceBeansTest$Brief is @RequestScoped, so an"
            + " instance does not live as long as the host: make it @ApplicationScoped or"
            + " @Singleton; or hide it from the host by @Typed, without HostedService among the"
            + " types",
        refusalOf(Brief.class));
  }

  @ApplicationScoped
  static class Nameless {
    @Produces
    @Singleton
    HostedService some() {
      return context -> {};
    }
  }

  @Test
  void aProducerWithoutANameIsRefused() {
    String refusal = refusalOf(Nameless.class);
    assertEquals(
        "a producer in dev.innkeeper.cdi.ServiceBeansTest$Nameless makes a service that has no"
            + " name: add @Named(\"…\") to it; it makes ",
        refusal.substring(0, refusal.indexOf('[')));
  }

  static final class Elsewhere {
    private Elsewhere() {}

    @Singleton
    static class Shared implements HostedService {
      @Override
      public void start(ServiceContext context) {}
    }
  }

  @Singleton
  @Named("shared")
  static class Other implements HostedService {
    @Override
    public void start(ServiceContext context) {}
  }

  @Test
  void twoServicesOfOneNameAreRefused() {
    String refusal = refusalOf(Elsewhere.Shared.class, Other.class);
    String classes = "dev\\.innkeeper\\.cdi\\.ServiceBeansTest\\$(Other|Elsewhere\\$Shared)";
    assertEquals(
        "two services are named 'shared': of CLASS and of CLASS; tell them apart by @Named",
        refusal.replaceAll(classes, "CLASS"));
  }

  @ApplicationScoped
  @HostedOptions(dependsOn = "databse")
  static class Misspelt implements HostedService {
    @Override
    public void start(ServiceContext context) {}
  }

  @Test
  void aDependencyThatIsNotThereIsTheHostsToName() {
    assertEquals(
        "service 'misspelt' depends on 'databse', which is not in the host; there are [misspelt]",
        refusalOf(Misspelt.class));
  }
}
