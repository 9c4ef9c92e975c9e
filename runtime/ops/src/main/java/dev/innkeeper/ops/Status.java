package dev.innkeeper.ops;

/** The statuses of HTTP that a probe is answered with. */
enum Status {
  OK(200, "OK"),
  BAD_REQUEST(400, "Bad Request"),
  NOT_FOUND(404, "Not Found"),
  METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
  URI_TOO_LONG(414, "URI Too Long"),
  HEADER_FIELDS_TOO_LARGE(431, "Request Header Fields Too Large"),
  SERVICE_UNAVAILABLE(503, "Service Unavailable"),
  VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported");

  private final int code;
  private final String reason;

  Status(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  static Status okIf(boolean well) {
    return well ? OK : SERVICE_UNAVAILABLE;
  }

  /** As it is in a status line. */
  @Override
  public String toString() {
    return code + " " + reason;
  }
}
