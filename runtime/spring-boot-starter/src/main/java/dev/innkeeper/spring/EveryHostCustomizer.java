package dev.innkeeper.spring;

/** A customizer for the hosts of {@code HostBuilder} beans, too, such as that of the metrics. */
@FunctionalInterface
interface EveryHostCustomizer extends HostCustomizer {}
