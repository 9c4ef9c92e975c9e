package dev.innkeeper.jmh.report;

/** Text that is put into HTML. */
final class Html {

  private Html() {}

  /** As text, or within the quotes of an attribute. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
