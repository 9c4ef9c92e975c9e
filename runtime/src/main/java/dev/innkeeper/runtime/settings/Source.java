package dev.innkeeper.runtime.settings;

import java.util.List;

/** Where settings come from: immutable. */
public sealed interface Source permits MapSource, EnvironmentSource {

  /** The same, under another name. */
  Source named(String name);

  /** Its keys as they are written, in order. */
  List<String> written();

  /** Its entries, as far as they are known without a host. */
  List<String> described();

  /**
   * What it has for a host with these services.
   *
   * @throws IllegalArgumentException if an entry is for nothing that is there
   */
  List<Setting<?>> settings(ServiceNames services);
}
