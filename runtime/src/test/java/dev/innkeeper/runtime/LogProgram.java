package dev.innkeeper.runtime;

import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.logging.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host under some log binding, or none; it stops after the binding did, if that will. */
public final class LogProgram {

  private LogProgram() {}

  public static void main(String[] args) {
    HostBuilder builder = Host.builder("p").shutdownTimeout(Duration.ofSeconds(10));
    if (args[0].equals("clean")) {
      builder.background("patient", ServiceContext::awaitStop);
    } else {
      builder.background(
          "w",
          context -> {
            context.awaitStop();
            throw new IllegalStateException("the cause");
          });
    }
    Host host = builder.add("last", new Last(goneWhen(args[1]))).build();
    host.lifetime().onStarted(() -> System.out.println("READY"));
    host.run();
    if (LogManager.getLogManager() instanceof LastingLogManager lasting) {
      lasting.close();
    }
  }

  /** What shows from outside, in the configurations of the test. */
  private static BooleanSupplier goneWhen(String binding) {
    Logger logger = LoggerFactory.getLogger(LogProgram.class);
    return switch (binding) {
      case "logback-goes" -> logger::isDebugEnabled; // its reset leaves the root logger so
      case "log4j-goes" -> () -> !logger.isErrorEnabled();
      case "jul-goes" -> () -> java.util.logging.Logger.getLogger("").getHandlers().length == 0;
      default -> () -> true;
    };
  }

  private record Last(BooleanSupplier mayStop) implements HostedService {

    @Override
    public void start(ServiceContext context) {}

    @Override
    public void stop(ServiceContext context) {
      while (!mayStop.getAsBoolean()) {
        Thread.onSpinWait();
      }
    }
  }

  /** As docs/logging.md has it: the hook of java.util.logging does not take the handlers away. */
  public static final class LastingLogManager extends LogManager {

    private volatile boolean closed;

    @Override
    public void reset() {
      if (closed) {
        super.reset();
      }
    }

    public void close() {
      closed = true;
      reset();
    }
  }
}
