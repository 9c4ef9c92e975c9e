package dev.innkeeper.runtime;

/**
 * A background service that, asked to stop, still does what it has accepted: it is not interrupted
 * before most of its time is over.
 */
interface DrainingService extends BackgroundService {}
