package dev.innkeeper.jmh.harness;

import java.util.List;

/**
 * Cases that are measured in the same way.
 *
 * @param name one word, also of its CSV
 * @param title what is measured, in a few words
 * @param explanation how to read the figures, in some sentences
 * @param headline the figures that say most
 * @param round the class whose {@code main} measures one case once and prints its {@link
 *     Measurement} as the last line
 * @param jvmOptions of the JVM that does
 */
public record Suite(
    String name,
    String title,
    String explanation,
    List<String> headline,
    Class<?> round,
    List<String> jvmOptions,
    List<Case> cases) {

  /** An option of the JVM: the peers have no log, and it is not what is measured. */
  public static final String WITHOUT_LOG = "-Dorg.slf4j.simpleLogger.defaultLogLevel=off";
}
