package dev.innkeeper.jmh.harness;

/**
 * What the figures of a table's row are about.
 *
 * @param jdk its version
 */
public record Row(String contender, String setting, String jdk) {

  @Override
  public String toString() {
    return contender + ", " + setting + ", JDK " + jdk;
  }
}
