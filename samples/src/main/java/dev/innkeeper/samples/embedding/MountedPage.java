package dev.innkeeper.samples.embedding;

import dev.innkeeper.ops.OpsExchange;
import dev.innkeeper.ops.OpsHandler;
import dev.innkeeper.ops.OpsPage;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The operations page in a web server that a program has anyway: here Javalin, and so servlets. */
public final class MountedPage {

  private MountedPage() {}

  // snippet: mounted
  /** Serves it at {@code /ops/}; {@code OpsPage.mounted()} makes one that does not listen. */
  public static void mount(OpsPage page, RoutesConfig routes) {
    OpsHandler handler = page.handler();
    Handler ops = http -> handler.handle(new ServletExchange(http.req(), http.res()));
    routes.get("/ops/*", ops);
    routes.head("/ops/*", ops);
    routes.post("/ops/*", ops);
  }

  private record ServletExchange(HttpServletRequest request, HttpServletResponse response)
      implements OpsExchange {

    @Override
    public String method() {
      return request.getMethod();
    }

    @Override
    public String path() {
      return request.getRequestURI().substring("/ops".length());
    }

    @Override
    public List<String> headers(String name) {
      return Collections.list(request.getHeaders(name));
    }

    @Override
    public InputStream body() throws IOException {
      return request.getInputStream();
    }

    @Override
    public OutputStream respond(int status, Map<String, String> headers) throws IOException {
      response.setStatus(status);
      headers.forEach(response::setHeader);
      return response.getOutputStream();
    }
  }
  // end
}
