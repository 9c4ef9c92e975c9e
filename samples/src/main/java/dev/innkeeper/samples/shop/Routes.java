package dev.innkeeper.samples.shop;

import io.javalin.config.RoutesConfig;

/** A part of what the shop answers over HTTP. */
interface Routes {

  /** Adds its paths; called once, before the server starts. */
  void register(RoutesConfig routes);
}
