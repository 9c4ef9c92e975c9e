package dev.innkeeper.spring;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application with a web server whose every request is a job of a queue. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Shop {

  private static final Logger LOG = LoggerFactory.getLogger(Shop.class);
  private static final long WORK_NANOS = 3_000_000;

  public static void main(String[] args) {
    SpringApplication.run(Shop.class, args);
  }

  /** A bean that is no service: it is destroyed when all services have stopped. */
  static final class Ledger implements DisposableBean {

    final AtomicLong accepted = new AtomicLong();
    final AtomicLong done = new AtomicLong();

    @Override
    public void destroy() {
      LOG.info("Of {} orders {} are done", accepted, done);
    }
  }

  @Bean
  Ledger ledger() {
    return new Ledger();
  }

  @Bean
  HostedService migrations(Ledger ledger) {
    return new HostedService() {
      @Override
      public void start(ServiceContext context) {
        LOG.info("Migrated");
      }

      @Override
      public void stop(ServiceContext context) {
        LOG.info("Nobody uses the tables any more");
      }
    };
  }

  @Bean
  JobQueue<String, Void> mails(HostedService migrations, Ledger ledger) {
    return JobQueue.<String>builder(
            "mails",
            order -> {
              LockSupport.parkNanos(WORK_NANOS);
              ledger.done.incrementAndGet();
            })
        .capacity(10_000)
        .workers(4)
        .build();
  }

  /** Fails when it is told to. */
  @Bean
  BackgroundService fuse(JobQueue<String, Void> mails, AtomicLong blow) {
    return context -> {
      while (!context.awaitStop(Duration.ofMillis(20))) {
        if (blow.get() != 0) {
          context.awaitStop(Duration.ofMillis(500)); // main has returned by then
          throw new IllegalStateException("the fuse has blown");
        }
      }
    };
  }

  @Bean
  AtomicLong blow(@Value("${shop.blow:0}") long number) {
    return new AtomicLong(number);
  }

  /** The requests. */
  @RestController
  static final class Orders {

    private final JobQueue<String, Void> mails;
    private final Ledger ledger;

    Orders(JobQueue<String, Void> mails, Ledger ledger) {
      this.mails = mails;
      this.ledger = ledger;
    }

    @GetMapping("/order")
    String order() throws InterruptedException {
      mails.submit("an order");
      ledger.accepted.incrementAndGet();
      return "accepted";
    }
  }
}
