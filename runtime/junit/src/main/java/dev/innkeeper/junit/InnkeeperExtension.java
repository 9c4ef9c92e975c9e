package dev.innkeeper.junit;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a time that it moves by hand, and fails a test that leaves a host running on it.
 *
 * <pre>{@code
 * @ExtendWith(InnkeeperExtension.class)
 * class CleanupTest {
 *
 *   @Test
 *   void runsEachHour(HostBuilder builder, ManualTimeSource time) throws Exception {
 *     Host host = builder.background("cleanup", new Cleanup(deleted)).build();
 *     time.drive(host::start);
 *     time.advance(Duration.ofHours(3));
 *     time.drive(host::stop);
 *     assertEquals(3, deleted.size());
 *   }
 * }
 * }</pre>
 *
 * <p>Parameters of a test, of its {@code @BeforeEach} and {@code @AfterEach}, and of its class's
 * constructor, may be of these types:
 *
 * <ul>
 *   <li>{@link ManualTimeSource}: the test's time, the same for all of them;
 *   <li>{@link HostBuilder}: of a host on that time, which has the name of the test's method;
 *   <li>{@link TestContext}: for a service without a host, on that time.
 * </ul>
 *
 * <p>At the end of the test, after {@code @AfterEach}, each host that was started on this time has
 * to be stopped, also one that the test, or the code that it tests, has built by itself; and so has
 * a service that such a {@code TestContext} has started. What is not is named in an {@link
 * AssertionError}, which is thrown, or added to the test's own failure as suppressed; and it is
 * stopped, so that nothing of it is there for the next test.
 *
 * <p>Tests may run in parallel.
 *
 * @since 0.1
 */
public final class InnkeeperExtension implements ParameterResolver, AfterEachCallback {

  private static final Namespace NAMESPACE = Namespace.create(InnkeeperExtension.class);

  private static final Set<Class<?>> TYPES =
      Set.of(ManualTimeSource.class, HostBuilder.class, TestContext.class);

  private final Supplier<ManualTimeSource> times;

  /** Time starts at 2000-01-01T00:00:00Z. */
  public InnkeeperExtension() {
    this(ManualTimeSource::new);
  }

  private InnkeeperExtension(Supplier<ManualTimeSource> times) {
    this.times = times;
  }

  /**
   * An extension in whose tests time starts at {@code start}, for a field with
   * {@code @RegisterExtension}.
   */
  public static InnkeeperExtension startingAt(Instant start) {
    Objects.requireNonNull(start, "start");
    return new InnkeeperExtension(() -> new ManualTimeSource(start));
  }

  /** A constructor is called for a test, too. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(
      ExtensionContext rootContext) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return TYPES.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    Class<?> type = parameter.getParameter().getType();
    String method =
        test.getTestMethod()
            .orElseThrow(() ->
                new ParameterResolutionException(
                    "a "
                        + type.getSimpleName()
                        + " belongs to one test, and there is none here: make it a parameter of the"
                        + " test or of @BeforeEach"))
            .getName();
    HostsOfTest hosts =
        store(test)
            .computeIfAbsent(
                HostsOfTest.class, key -> new HostsOfTest(times.get()), HostsOfTest.class);
    if (type == HostBuilder.class) {
      return hosts.builder(method);
    }
    return type == TestContext.class ? hosts.context() : hosts.time();
  }

  /** Stops what the test has left running, and fails the test because of it. */
  @Override
  public void afterEach(ExtensionContext test) {
    HostsOfTest hosts = store(test).get(HostsOfTest.class, HostsOfTest.class);
    AssertionError left = hosts == null ? null : hosts.stopWhatIsLeft();
    if (left == null) {
      return;
    }
    Throwable failure = test.getExecutionException().orElseThrow(() -> left);
    failure.addSuppressed(left);
  }

  private static Store store(ExtensionContext test) {
    return test.getStore(NAMESPACE);
  }
}
