package dev.innkeeper.runtime;

/** Hosts with one service and with extensions that leave marks. */
final class ExtensionFixture {

  final HostFixture hosts = new HostFixture();
  final MarkingServices marking = new MarkingServices(hosts);

  HostExtension extension(
      String name, MarkingExtension.Deed opening, MarkingExtension.Deed closing) {
    return new MarkingExtension(hosts, name, opening, closing);
  }

  HostExtension opening(String name, MarkingExtension.Deed opening) {
    return extension(name, opening, () -> {});
  }

  HostExtension closing(String name, MarkingExtension.Deed closing) {
    return extension(name, () -> {}, closing);
  }

  HostExtension marking(String name) {
    return extension(name, () -> {}, () -> {});
  }

  /** Its service, too, leaves a mark when it is made. */
  HostBuilder host(HostExtension... extensions) {
    HostBuilder builder = hosts.host();
    for (HostExtension extension : extensions) {
      builder.install(extension);
    }
    return builder.add(
        "a",
        () -> {
          hosts.mark("a is made");
          return marking.service("a");
        });
  }
}
