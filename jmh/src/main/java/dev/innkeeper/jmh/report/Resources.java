package dev.innkeeper.jmh.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of the class path that the page is made of. */
final class Resources {

  private static final String UPLOT = "/META-INF/resources/webjars/uplot/";
  private static final String UPLOT_POM = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

  private Resources() {}

  /** {@code name}: absolute, or beside this class. */
  static String text(String name) throws IOException {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("not on the class path: " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** A file of uPlot, in whatever version there is. */
  static String uplot(String name) throws IOException {
    Properties pom = new Properties();
    pom.load(new StringReader(text(UPLOT_POM)));
    return text(UPLOT + pom.getProperty("version") + "/" + name);
  }

  /** In one pass, so that a value which looks like a placeholder stays what it is. */
  static String filled(String template, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), "")));
  }
}
