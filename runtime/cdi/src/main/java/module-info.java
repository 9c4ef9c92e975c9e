/**
 * A host that starts and stops with a CDI container, and has its beans as services.
 *
 * <p>{@link dev.innkeeper.cdi.HostedOptions} says how one service is to be treated, {@link
 * dev.innkeeper.cdi.HostCustomizer} how the host is.
 */
module dev.innkeeper.cdi {
  requires transitive dev.innkeeper.runtime;
  requires jakarta.annotation;
  requires jakarta.cdi;
  requires jakarta.inject;
  requires jakarta.interceptor;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.innkeeper.cdi;

  opens dev.innkeeper.cdi; // to the container, whatever its name
}
