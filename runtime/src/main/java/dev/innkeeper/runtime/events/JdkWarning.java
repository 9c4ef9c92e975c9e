package dev.innkeeper.runtime.events;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether to warn of the JDK that this is: some leave virtual threads parked for ever, by <a
 * href="https://bugs.openjdk.org/browse/JDK-8369227">JDK-8369227</a>. Once per JVM.
 */
public final class JdkWarning {

  /** The system property by which it is switched off: {@code false}. */
  public static final String SWITCH = "innkeeper.warnAboutJdk";

  private static final AtomicBoolean GIVEN = new AtomicBoolean();

  private JdkWarning() {}

  /** Whether it is to be given now, which is once. */
  static boolean isDue() {
    return losesWakeUps(Runtime.version())
        && !"false".equals(System.getProperty(SWITCH))
        && GIVEN.compareAndSet(false, true);
  }

  /** Whether the bug is in this version: it came with 25 and went with 25.0.3, 26.0.1 and 27. */
  public static boolean losesWakeUps(Runtime.Version version) {
    return switch (version.feature()) {
      case 25 -> version.interim() == 0 && version.update() < 3;
      case 26 -> version.interim() == 0 && version.update() < 1;
      default -> false;
    };
  }
}
