package dev.innkeeper.spring;

import static dev.innkeeper.spring.Contexts.untilStopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.InputStreamSource;
import org.springframework.javapoet.ClassName;

/** With the bean definitions that Spring writes when an application is built. */
class AotTest {

  static class Application {
    @Bean
    @Order(2)
    @HostedOptions(platformThreads = true)
    Threads inbox(@Qualifier("migrations") HostedService migrations) {
      return new Threads();
    }

    @Bean
    @Order(1)
    HostedService migrations() {
      return context -> {};
    }

    @Bean
    BackgroundService mails() {
      return untilStopped();
    }
  }

  static class Threads implements BackgroundService {
    private final CountDownLatch known = new CountDownLatch(1);
    private volatile boolean virtual;

    @Override
    public void execute(ServiceContext context) throws InterruptedException {
      virtual = Thread.currentThread().isVirtual();
      known.countDown();
      context.awaitStop();
    }

    boolean isVirtual() throws InterruptedException {
      known.await();
      return virtual;
    }
  }

  @TempDir Path folder;

  @Test
  void theGeneratedContextHasTheSameHost() throws Exception {
    InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
    ClassName initializer = process(files);
    Class<?> compiled = compiled(files, initializer);

    try (GenericApplicationContext context = new GenericApplicationContext()) {
      initializer(compiled).initialize(context);
      context.refresh();

      assertEquals(List.of("migrations", "inbox", "mails"), Contexts.names(context));
      assertEquals(List.of("migrations"), Contexts.dependencies(context, "inbox"));
      assertEquals(false, context.getBean(Threads.class).isVirtual());
      assertTrue(Contexts.host(context).isReady());
    }
  }

  private static ClassName process(InMemoryGeneratedFiles files) {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.register(Application.class, InnkeeperAutoConfiguration.class);
    DefaultGenerationContext generation =
        new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(AotTest.class)), files);
    ClassName initializer =
        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
    generation.writeGeneratedContent();
    return initializer;
  }

  /** Each by the class loader of the class that it is named after: it uses what is not public. */
  private Class<?> compiled(InMemoryGeneratedFiles files, ClassName wanted)
      throws IOException, ReflectiveOperationException {
    Path sources = Files.createDirectory(folder.resolve("sources"));
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-nowarn",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
    for (Map.Entry<String, InputStreamSource> file :
        files.getGeneratedFiles(Kind.SOURCE).entrySet()) {
      Path source = sources.resolve(file.getKey());
      Files.createDirectories(source.getParent());
      try (InputStream content = file.getValue().getInputStream()) {
        Files.writeString(source, new String(content.readAllBytes(), StandardCharsets.UTF_8));
      }
      arguments.add(source.toString());
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertEquals(0, result);
    Class<?> found = null;
    for (Path file : classFiles(classes)) {
      String name = classes.relativize(file).toString().replace(File.separatorChar, '.');
      Class<?> neighbour = Class.forName(name.substring(0, name.indexOf("__")));
      Class<?> defined =
          MethodHandles.privateLookupIn(neighbour, MethodHandles.lookup())
              .defineClass(Files.readAllBytes(file));
      if (defined.getName().equals(wanted.reflectionName())) {
        found = defined;
      }
    }
    return found;
  }

  private static List<Path> classFiles(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }

  @SuppressWarnings("unchecked")
  private static ApplicationContextInitializer<GenericApplicationContext> initializer(
      Class<?> compiled) throws ReflectiveOperationException {
    return (ApplicationContextInitializer<GenericApplicationContext>)
        compiled.getDeclaredConstructor().newInstance();
  }
}
