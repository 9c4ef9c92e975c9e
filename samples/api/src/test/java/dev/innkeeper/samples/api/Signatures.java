package dev.innkeeper.samples.api;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What users can see of a class, in words that are the same on every JDK. */
final class Signatures {

  private Signatures() {}

  /** The class, and below it its members. */
  static List<String> of(Class<?> type) {
    List<String> lines = new ArrayList<>();
    lines.add(header(type));
    Stream.of(type.getDeclaredFields())
        .filter(Signatures::isVisible)
        .map(Signatures::field)
        .forEach(lines::add);
    Stream.of(type.getDeclaredConstructors())
        .filter(constructor -> isVisible(constructor) && !type.isEnum())
        .map(Signatures::constructor)
        .sorted()
        .forEach(lines::add);
    Stream.of(type.getDeclaredMethods())
        .filter(method -> isVisible(method) && !isImplied(method))
        .map(Signatures::method)
        .sorted()
        .forEach(lines::add);
    return lines;
  }

  static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return !type.isAnonymousClass()
        && Modifier.isPublic(type.getModifiers())
        && (outer == null || isVisible(outer));
  }

  private static boolean isVisible(Executable member) {
    return !member.isSynthetic()
        && (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
  }

  private static boolean isVisible(Field field) {
    return !field.isSynthetic()
        && !field.getName().equals("serialVersionUID")
        && (field.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
  }

  /** Every enum has these, and every class those of Object. */
  private static boolean isImplied(Method method) {
    String call = method.getName() + method.getParameterCount();
    return List.of("toString0", "hashCode0", "equals1").contains(call)
        || (method.getDeclaringClass().isEnum() && List.of("values0", "valueOf1").contains(call));
  }

  private static String header(Class<?> type) {
    String kind =
        type.isEnum()
            ? "enum"
            : type.isInterface() ? "interface" : type.isRecord() ? "record" : "class";
    String sealed = type.isSealed() && !type.isEnum() ? "sealed " : "";
    String last = Modifier.isFinal(type.getModifiers()) && kind.equals("class") ? "final " : "";
    String above = String.join(", ", above(type));
    return sealed
        + last
        + kind
        + " "
        + name(type)
        + variables(type.getTypeParameters())
        + (above.isEmpty() ? "" : " : " + above);
  }

  /** What it extends and implements; in place of a hidden class what that does. */
  private static List<String> above(Class<?> type) {
    List<String> names = new ArrayList<>();
    Class<?> parent = type.isInterface() || type.isEnum() ? null : type.getSuperclass();
    if (parent != null && parent != Object.class) {
      names.addAll(
          isVisible(parent) ? List.of(show(type.getAnnotatedSuperclass())) : above(parent));
    }
    Stream.of(type.getAnnotatedInterfaces()).map(Signatures::show).forEach(names::add);
    return names;
  }

  private static String name(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
  }

  private static String field(Field field) {
    return field.isEnumConstant()
        ? "  " + field.getName()
        : "  "
            + isStatic(field.getModifiers())
            + show(field.getAnnotatedType())
            + " "
            + field.getName();
  }

  private static String constructor(Constructor<?> made) {
    return "  new " + made.getDeclaringClass().getSimpleName() + parameters(made);
  }

  private static String method(Method method) {
    String variables = variables(method.getTypeParameters());
    return "  "
        + method.getName()
        + parameters(method)
        + ": "
        + isStatic(method.getModifiers())
        + (method.isDefault() ? "default " : "")
        + (variables.isEmpty() ? "" : variables + " ")
        + show(method.getAnnotatedReturnType())
        + exceptions(method);
  }

  private static String isStatic(int modifiers) {
    return Modifier.isStatic(modifiers) ? "static " : "";
  }

  private static String parameters(Executable member) {
    String all =
        Stream.of(member.getAnnotatedParameterTypes())
            .map(Signatures::show)
            .collect(Collectors.joining(", "));
    return "(" + (member.isVarArgs() ? all.replaceAll("\\[]$", "...") : all) + ")";
  }

  private static String exceptions(Executable member) {
    Type[] thrown = member.getGenericExceptionTypes();
    return thrown.length == 0
        ? ""
        : " throws " + Stream.of(thrown).map(Signatures::show).collect(Collectors.joining(", "));
  }

  private static String variables(TypeVariable<?>[] variables) {
    return variables.length == 0
        ? ""
        : Stream.of(variables)
            .map(variable -> variable.getName() + bound(variable))
            .collect(Collectors.joining(", ", "<", ">"));
  }

  private static String bound(TypeVariable<?> variable) {
    String bound = show(variable.getAnnotatedBounds()[0]);
    return bound.equals("Object") ? "" : " extends " + bound;
  }

  private static String show(AnnotatedType type) {
    String mark = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
    return mark
        + switch (type) {
          case AnnotatedParameterizedType generic ->
              show(((ParameterizedType) generic.getType()).getRawType())
                  + Arrays.stream(generic.getAnnotatedActualTypeArguments())
                      .map(Signatures::show)
                      .collect(Collectors.joining(", ", "<", ">"));
          case AnnotatedTypeVariable variable -> ((TypeVariable<?>) variable.getType()).getName();
          case AnnotatedWildcardType wildcard -> wildcard(wildcard);
          default -> show(type.getType());
        };
  }

  private static String wildcard(AnnotatedWildcardType type) {
    if (type.getAnnotatedLowerBounds().length > 0) {
      return "? super " + show(type.getAnnotatedLowerBounds()[0]);
    }
    String upper = show(type.getAnnotatedUpperBounds()[0]);
    return upper.equals("Object") ? "?" : "? extends " + upper;
  }

  private static String show(Type type) {
    return switch (type) {
      case Class<?> plain when plain.isArray() -> show(plain.getComponentType()) + "[]";
      case Class<?> plain -> name(plain);
      case GenericArrayType array -> show(array.getGenericComponentType()) + "[]";
      case ParameterizedType generic ->
          show(generic.getRawType())
              + Stream.of(generic.getActualTypeArguments())
                  .map(Signatures::show)
                  .collect(Collectors.joining(", ", "<", ">"));
      case WildcardType wildcard -> wildcard.toString();
      default -> type.getTypeName();
    };
  }
}
