package dev.innkeeper.samples.shop;

import io.javalin.config.RoutesConfig;

/** What a server answers over HTTP. */
interface Routes {

  /** Adds its paths; called once, before the server starts. */
  void register(RoutesConfig routes);
}
