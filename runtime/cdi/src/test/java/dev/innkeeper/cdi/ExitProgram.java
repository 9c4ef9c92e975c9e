package dev.innkeeper.cdi;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import java.util.concurrent.CountDownLatch;
import org.jboss.weld.environment.se.Weld;

/** A program of which a service fails, in a container that found the module by itself. */
public final class ExitProgram {

  private ExitProgram() {}

  @ApplicationScoped
  static class Crashing implements BackgroundService {
    @Override
    public void execute(ServiceContext context) throws InterruptedException {
      CountDownLatch started = new CountDownLatch(1);
      context.lifetime().onStarted(started::countDown);
      started.await();
      throw new IllegalStateException("crashed");
    }

    @Override
    public void stop(ServiceContext context) {
      System.out.println("service stops");
    }

    void close(@Observes Shutdown shutdown) {
      System.out.println("container stops");
    }
  }

  /** Weld's own hook closes the container. */
  public static void main(String... arguments) throws InterruptedException {
    new Weld().addBeanClass(Crashing.class).initialize();
    Thread.currentThread().join(); // all threads of a host are daemons
  }
}
