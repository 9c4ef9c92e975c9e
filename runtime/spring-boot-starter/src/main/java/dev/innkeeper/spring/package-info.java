/**
 * A host in a Spring Boot application: each bean that is a service is one of its services, and it
 * starts and stops with the application's context.
 *
 * <p>There is nothing to call: the auto-configuration does it all. {@link
 * dev.innkeeper.spring.HostedOptions}, {@link dev.innkeeper.spring.HostCustomizer} and the
 * properties under {@code innkeeper} change what it does; {@code docs/spring-boot.md} has them.
 */
@NullMarked
package dev.innkeeper.spring;

import org.jspecify.annotations.NullMarked;
