package dev.innkeeper.samples.shop;

/** Something is wrong with a request: the answer, as RFC 9457 has it, names what, and its value. */
final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final int LONGEST_VALUE = 100;

  private final int status;
  private final String title;
  private final String field;
  private final String value;

  private Problem(int status, String title, String field, String value, String detail) {
    super(detail);
    this.status = status;
    this.title = title;
    this.field = field;
    this.value = value;
  }

  static Problem badRequest(String field, String value, String rule) {
    return about(400, "Bad request", field, value, rule);
  }

  static Problem notFound(String field, String value) {
    return new Problem(
        404, "Not found", field, shown(value), "there is no " + field + " " + shown(value));
  }

  static Problem conflict(String field, String value, String rule) {
    return about(422, "Cannot be done", field, value, rule);
  }

  static Problem unsupportedType(String value, String type) {
    return about(415, "Unsupported media type", "Content-Type", value, "must be " + type);
  }

  static Problem tooLarge(int most) {
    return about(413, "Too large", "body", "more", "must have at most " + most + " bytes");
  }

  private static Problem about(int status, String title, String field, String value, String rule) {
    String shown = shown(value);
    return new Problem(status, title, field, shown, field + " " + rule + ", not '" + shown + "'");
  }

  private static String shown(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
  }

  int status() {
    return status;
  }

  /** The body of the answer. */
  record Body(String title, int status, String detail, String field, String value) {}

  Body body() {
    return new Body(title, status, String.valueOf(getMessage()), field, value);
  }
}
