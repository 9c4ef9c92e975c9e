package dev.innkeeper.spring;

import dev.innkeeper.runtime.service.HostedService;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;

/** Finds the beans of a context that are services, and what they depend on. */
final class ServiceBeans {

  private final ConfigurableListableBeanFactory beans;

  ServiceBeans(ConfigurableListableBeanFactory beans) {
    this.beans = beans;
  }

  /**
   * All of this context, by their {@link Order}, and else in the order of their definitions.
   *
   * @param wanted which of them
   * @throws HostConfigurationException if one is not a singleton
   */
  List<ServiceBean> find(Predicate<HostedService> wanted) {
    List<String> names =
        Arrays.stream(beans.getBeanNamesForType(HostedService.class)).peek(this::check).toList();
    Map<String, HostedService> services = new HashMap<>();
    names.forEach(name -> services.put(name, beans.getBean(name, HostedService.class)));
    services.values().removeIf(wanted.negate());
    Map<String, Integer> madeAs = orderOfCreation();
    return names.stream()
        .filter(services::containsKey)
        .map(name -> service(name, services, madeAs))
        .sorted(Comparator.comparingInt(ServiceBean::order))
        .toList();
  }

  private void check(String name) {
    if (beans.isSingleton(name)) {
      return;
    }
    String scope = beans.isPrototype(name) ? "prototype" : scope(name);
    throw new HostConfigurationException(
        "The bean '"
            + name
            + "' is a service, and its scope is '"
            + scope
            + "': the host has one service for a name, and starts and stops it, so there must be"
            + " one bean.",
        "Make it a singleton. If it is to be made anew for each start, add it by a HostCustomizer"
            + " bean instead: host.add(\""
            + name
            + "\", () -> new …).",
        null);
  }

  private String scope(String name) {
    String scope =
        beans.containsBeanDefinition(name) ? beans.getMergedBeanDefinition(name).getScope() : null;
    return scope == null ? "not singleton" : scope;
  }

  private ServiceBean service(
      String name, Map<String, HostedService> services, Map<String, Integer> madeAs) {
    HostedService service = services.get(name);
    if (service == null) {
      throw new IllegalStateException(name);
    }
    return new ServiceBean(
        name,
        service,
        order(name, service),
        dependencies(name, services.keySet(), madeAs),
        annotation(name, HostedOptions.class));
  }

  // ---- what depends on what

  /** Singletons are noted when they are complete, those that they need before them. */
  private Map<String, Integer> orderOfCreation() {
    Map<String, Integer> madeAs = new HashMap<>();
    for (String name : beans.getSingletonNames()) {
      madeAs.put(name, madeAs.size());
    }
    return madeAs;
  }

  /**
   * The services that it needs by itself, or through beans that are no services. What it looks up
   * later, such as by an ObjectProvider, is in the bean graph, too; if that was made after it, it
   * can do without it at its start, and there may be a circle.
   */
  private Set<String> dependencies(String name, Set<String> services, Map<String, Integer> madeAs) {
    Set<String> found = new LinkedHashSet<>();
    Set<String> seen = new HashSet<>(Set.of(name));
    Deque<String> open = new ArrayDeque<>(neededBy(name));
    while (!open.isEmpty()) {
      String next = open.remove();
      if (!seen.add(next)) {
        continue;
      }
      if (!services.contains(next)) {
        open.addAll(neededBy(next));
      } else if (isMadeBefore(next, name, madeAs)) {
        found.add(next);
      }
    }
    return found;
  }

  private List<String> neededBy(String name) {
    return Stream.concat(
            Arrays.stream(beans.getDependenciesForBean(name)), declaredDependencies(name))
        .toList();
  }

  /** Of {@code @DependsOn}: they are names, and may be aliases. */
  private Stream<String> declaredDependencies(String name) {
    if (!beans.containsBeanDefinition(name)) {
      return Stream.empty();
    }
    BeanDefinition definition = beans.getMergedBeanDefinition(name);
    String[] declared = definition.getDependsOn();
    return declared == null ? Stream.empty() : Arrays.stream(declared);
  }

  private static boolean isMadeBefore(String one, String other, Map<String, Integer> madeAs) {
    Integer first = madeAs.get(one);
    Integer second = madeAs.get(other);
    return first == null || second == null || first < second;
  }

  // ---- annotations

  private int order(String name, HostedService service) {
    Order order = annotation(name, Order.class);
    if (order != null) {
      return order.value();
    }
    return service instanceof Ordered ordered ? ordered.getOrder() : Ordered.LOWEST_PRECEDENCE;
  }

  /** On the bean's method, or else on its class. */
  private <A extends Annotation> @Nullable A annotation(String name, Class<A> type) {
    Method method = factoryMethod(name);
    A onMethod = method == null ? null : AnnotatedElementUtils.findMergedAnnotation(method, type);
    return onMethod == null ? beans.findAnnotationOnBean(name, type) : onMethod;
  }

  private @Nullable Method factoryMethod(String name) {
    return beans.containsBeanDefinition(name)
            && beans.getMergedBeanDefinition(name) instanceof RootBeanDefinition definition
        ? definition.getResolvedFactoryMethod()
        : null;
  }
}
