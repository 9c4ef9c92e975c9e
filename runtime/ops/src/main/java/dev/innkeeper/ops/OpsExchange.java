package dev.innkeeper.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * A request to an {@link OpsHandler}, and the way to answer it: what a server has to provide so
 * that the page can be mounted in it. A servlet does it in a few lines:
 *
 * <pre>{@code
 * public String method()                     { return request.getMethod(); }
 * public String path()                       { return request.getRequestURI().substring("/ops".length()); }
 * public List<String> headers(String name)   { return Collections.list(request.getHeaders(name)); }
 * public InputStream body() throws IOException { return request.getInputStream(); }
 * public OutputStream respond(int status, Map<String, String> headers) throws IOException {
 *   response.setStatus(status);
 *   headers.forEach(response::setHeader);
 *   return response.getOutputStream();
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> used by the thread that calls {@link OpsHandler#handle}, and by no other.
 *
 * @since 0.1
 */
public interface OpsExchange {

  /** The method as it was sent, such as {@code GET}. */
  String method();

  /**
   * The path below the place where the handler is mounted: as it was sent, still percent-encoded,
   * without the query, beginning with a slash.
   */
  String path();

  /**
   * All values of a header of the request, whatever the case of its name; empty if there is none.
   * The server must not make any up, and {@code Host} is what the browser has sent: the checks of
   * the page go by {@code Host}, {@code Origin}, {@code Sec-Fetch-Site} and {@code Authorization}.
   */
  List<String> headers(String name);

  /**
   * The body of the request. The handler reads no more than a little over 1 KiB of it.
   *
   * @throws IOException if it cannot be read
   */
  InputStream body() throws IOException;

  /**
   * Sends the status and the headers. The handler calls it once, writes to what it returns, and
   * flushes that, but does not close it. In answer to {@code HEAD} nothing is written.
   *
   * @throws IOException if the connection is gone
   */
  OutputStream respond(int status, Map<String, String> headers) throws IOException;
}
