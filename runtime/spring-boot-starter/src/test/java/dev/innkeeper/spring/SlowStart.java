package dev.innkeeper.spring;

import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** Its start does not end by itself, and what has started takes a while to stop. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class SlowStart {

  public static void main(String[] args) {
    SpringApplication.run(SlowStart.class, args);
  }

  @Bean
  HostedService pool() {
    return new HostedService() {
      @Override
      public void start(ServiceContext context) {}

      @Override
      public void stop(ServiceContext context) {
        LockSupport.parkNanos(500_000_000);
        System.out.println("The pool is closed");
      }
    };
  }

  @Bean
  @DependsOn("pool")
  HostedService migrations() {
    return context -> {
      System.out.println("Migrating");
      context.awaitStop();
    };
  }
}
