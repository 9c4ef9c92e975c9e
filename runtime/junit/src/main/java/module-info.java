/**
 * What tests of services need: a context without a host, and hosts that live no longer than their
 * test.
 *
 * <p>{@link dev.innkeeper.junit.TestContext} is for any test framework, {@link
 * dev.innkeeper.junit.InnkeeperExtension} for JUnit.
 */
module dev.innkeeper.junit {
  requires transitive dev.innkeeper.runtime;
  requires static org.junit.jupiter.api;
  requires static org.jspecify;

  exports dev.innkeeper.junit;
}
