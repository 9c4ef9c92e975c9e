package dev.innkeeper.spring;

import static dev.innkeeper.spring.Contexts.untilStopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.report.HostEvent.ServiceRestarting;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Bean;

class CustomizedTest {

  // ---- options by annotation

  @HostedOptions(platformThreads = true, onFailure = OnFailure.IGNORE)
  static class Feed implements BackgroundService {

    final BlockingQueue<Boolean> virtual = new LinkedBlockingQueue<>();

    @Override
    public void execute(ServiceContext context) {
      virtual.add(Thread.currentThread().isVirtual());
      throw new IllegalStateException("the feed has failed");
    }
  }

  static class OnItsClass {
    @Bean
    Feed feed() {
      return new Feed();
    }
  }

  @Test
  void optionsAreTakenFromTheClass() {
    Contexts.with(OnItsClass.class)
        .run(context -> {
          assertEquals(false, context.getBean(Feed.class).virtual.take());
          assertTrue(Contexts.host(context).isLive());
        });
  }

  static class OnItsMethod {
    @Bean
    @HostedOptions(onFailure = OnFailure.RESTART)
    Feed feed() {
      return new Feed();
    }

    @Bean
    BlockingQueue<Integer> restarts() {
      return new LinkedBlockingQueue<>();
    }

    @Bean
    HostCustomizer counting(BlockingQueue<Integer> restarts) {
      return host ->
          host.listener(event -> {
            if (event instanceof ServiceRestarting) {
              restarts.add(1);
            }
          });
    }
  }

  @Test
  void optionsOfTheMethodComeBeforeThoseOfTheClass() {
    Contexts.with(OnItsMethod.class)
        .run(context -> {
          assertEquals(1, context.getBean("restarts", BlockingQueue.class).take());
          assertEquals(true, context.getBean(Feed.class).virtual.take());
        });
  }

  static class WrongDuration {
    @Bean
    @HostedOptions(stopTimeout = "10")
    BackgroundService feed() {
      return untilStopped();
    }
  }

  @Test
  void aDurationThatIsNoneIsRefusedByTheNameOfItsBean() {
    Contexts.with(WrongDuration.class)
        .run(context -> {
          FailureAnalysis analysis = Contexts.analysis(context.getStartupFailure());
          assertEquals(
              "@HostedOptions(stopTimeout = \"10\") of the bean 'feed' cannot be used: '10' is no"
                  + " duration, such as 20s, 250ms, 5m or PT20S.",
              analysis.getDescription());
        });
  }

  // ---- customizers and further hosts

  static class Customized {
    @Bean
    HostCustomizer more() {
      return host -> host.background("more", untilStopped());
    }
  }

  @Test
  void aCustomizerAddsServices() {
    Contexts.with(Customized.class)
        .run(context -> assertEquals(List.of("more"), Contexts.names(context)));
  }

  static class TwoHosts {
    final AtomicBoolean reportsStopped = new AtomicBoolean();

    @Bean
    BackgroundService inbox() {
      return untilStopped();
    }

    @Bean
    HostedService report() {
      return new HostedService() {
        @Override
        public void start(ServiceContext context) {}

        @Override
        public void stop(ServiceContext context) {
          reportsStopped.set(true);
        }
      };
    }

    @Bean
    HostBuilder reports(HostedService report) {
      return Host.builder("reports").add("daily", report);
    }
  }

  @Test
  void eachBuilderIsAHostOfItsOwnAndItsServicesAreNoOnesElse() {
    Contexts.with(TwoHosts.class)
        .withPropertyValues("innkeeper.name=shop")
        .run(context -> {
          List<HostView> hosts = context.getBean(SpringHosts.class).views();
          assertEquals(List.of("shop", "reports"), hosts.stream().map(HostView::name).toList());
          assertEquals(List.of("inbox"), Contexts.names(context));
          assertEquals(ServiceState.RUNNING, hosts.get(1).service("daily").state());
          TwoHosts configuration = context.getBean(TwoHosts.class);
          context.close();
          assertTrue(configuration.reportsStopped.get());
          assertEquals(ServiceState.STOPPED, hosts.get(0).service("inbox").state());
        });
  }

  @Test
  void theHostIsNamedAsTheApplication() {
    Contexts.with(Customized.class)
        .withPropertyValues("spring.application.name=shop")
        .run(context -> assertEquals("shop", Contexts.host(context).name()));
  }

  // ---- failures

  static class CannotStart {
    @Bean
    HostedService migrations() {
      return context -> {
        throw new IllegalStateException("no database");
      };
    }
  }

  @Test
  void aStartThatFailsIsAnalyzed() {
    Contexts.with(CannotStart.class)
        .run(context ->
            assertEquals(
                "The services of the application could not start: host 'innkeeper' did not start,"
                    + " because of 'migrations': java.lang.IllegalStateException: no database.",
                Contexts.analysis(context.getStartupFailure()).getDescription()));
  }
}
