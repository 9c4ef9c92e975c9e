package dev.innkeeper.spring;

import dev.innkeeper.runtime.service.BackgroundService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** An application with nothing but the starter. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Lean {

  private static final Logger LOG = LoggerFactory.getLogger(Lean.class);

  public static void main(String[] args) {
    System.setProperty("innkeeper.name", "lean");
    SpringApplication.run(Lean.class, args);
  }

  @Bean
  BackgroundService work() {
    return context -> LOG.info("Done");
  }
}
