/**
 * A host that starts and stops with a CDI container, such as Quarkus, Helidon MP or Weld.
 *
 * <p>With this jar in an application each bean of type {@link
 * dev.innkeeper.runtime.service.HostedService} is a service of one host:
 *
 * <pre>{@code
 * @ApplicationScoped
 * @HostedOptions(dependsOn = "migrations", onFailure = OnFailure.RESTART)
 * class Inbox implements BackgroundService {
 *   @Inject DataSource db;
 *
 *   public void execute(ServiceContext context) throws Exception { … }
 * }
 * }</pre>
 *
 * <p><b>Which beans:</b> those that are {@code @ApplicationScoped} or {@code @Singleton}; one of
 * another scope is refused, because the host would run an instance that nobody else has, or that
 * does not live as long as the host. A bean that is not meant for this host hides the type:
 * {@code @Typed(Inbox.class)}. Queues, schedulers and recurring jobs are made by {@code @Singleton}
 * producers, since their classes are final.
 *
 * <p><b>Names:</b> a service is named as its bean, by {@code @Named}; a class without it as
 * {@code @Named} would name it: {@code Inbox} is {@code inbox}. A producer needs {@code @Named}.
 *
 * <p><b>Order:</b> services start in the order of their names, each behind those that its {@link
 * dev.innkeeper.cdi.HostedOptions#dependsOn} names. What is injected into a service says nothing
 * about order, since a container does not tell who injects whom.
 *
 * <p><b>The host:</b> is started by an observer of {@link jakarta.enterprise.event.Startup} whose
 * priority is {@code LIBRARY_AFTER}, so after the observers of the application, and is stopped by
 * one of {@link jakarta.enterprise.event.Shutdown} with {@code LIBRARY_BEFORE}, so before them. All
 * beans are there while it runs. A start that fails is a failed start of the container. A bean of
 * type {@link dev.innkeeper.runtime.HostBuilder} gives the host its name and all else, one of type
 * {@link dev.innkeeper.runtime.HostSettings} its settings, and any number of type {@link
 * dev.innkeeper.cdi.HostCustomizer} add to it; the {@link dev.innkeeper.runtime.Host} can be
 * injected. A host that stops by itself ends the process, see {@link
 * dev.innkeeper.cdi.ApplicationExit}.
 */
@NullMarked
package dev.innkeeper.cdi;

import org.jspecify.annotations.NullMarked;
