package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.thread.JdkScope;
import org.junit.jupiter.api.Test;

/** The {@code StructuredTaskScope} of the JDK, which is looked up at run time. */
class JdkScopeTest {

  @Test
  void aJdkWhoseScopesAreUnknownIsNamedAtEachAttempt() {
    JdkScope.Found found = JdkScope.find("java.lang.Object");
    for (int i = 0; i < 2; i++) {
      UnsupportedOperationException refused =
          assertThrows(UnsupportedOperationException.class, found::orThrow);
      assertEquals(
          "Innkeeper does not know the StructuredTaskScope of JDK "
              + Runtime.version()
              + "; it knows those of 21 to 28",
          refused.getMessage());
    }
  }
}
