package dev.innkeeper.cdi;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the method or field that produces a bean: a container tells only the class that it is in.
 * The names of beans are unique, so its name says which it is.
 */
final class Producer {

  private Producer() {}

  static AnnotatedElement of(String name, Class<?> type) {
    List<AnnotatedElement> found =
        Stream.<AnnotatedElement>concat(
                Stream.of(type.getDeclaredMethods()), Stream.of(type.getDeclaredFields()))
            .filter(member -> member.isAnnotationPresent(Produces.class))
            .filter(member -> name.equals(nameOf(member)))
            .toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          "service '"
              + name
              + "' is made in "
              + type.getName()
              + ", but "
              + (found.isEmpty() ? "no producer there has" : "several producers there have")
              + " this name in their @Named");
    }
    return found.getFirst();
  }

  /** Of {@code @Named} without a value: the field, the method, or the property of a getter. */
  private static String nameOf(AnnotatedElement producer) {
    Named named = producer.getAnnotation(Named.class);
    if (named == null) {
      return "";
    }
    if (!named.value().isEmpty()) {
      return named.value();
    }
    String member = ((Member) producer).getName();
    boolean getter = member.startsWith("get") && member.length() > 3;
    return getter ? Character.toLowerCase(member.charAt(3)) + member.substring(4) : member;
  }
}
