package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.report.HostListener;
import dev.innkeeper.runtime.service.ContextCapture;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.message.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a host works in and is seen by.
 *
 * @param time what it goes by
 * @param interception what is put around its calls
 * @param captures what goes with a job from the thread that submits it, the outermost first
 * @param listeners whom it tells what happens
 * @param attachments what stands around it, in the order in which it is opened
 * @param contextClassLoader what its threads have
 */
public record Surroundings(
    TimeSource time,
    Interception interception,
    List<ContextCapture> captures,
    List<HostListener> listeners,
    List<Attachment> attachments,
    @Nullable ClassLoader contextClassLoader) {

  /** Of the calling thread; null: nothing is captured. Calls the user's code. */
  @Nullable Interception captureContext() {
    if (captures.isEmpty()) {
      return null;
    }
    List<ServiceInterceptor> captured = new ArrayList<>();
    for (ContextCapture capture : captures) {
      captured.add(
          Objects.requireNonNull(
              capture.capture(), () -> Shown.of(capture) + " has captured null: no interceptor"));
    }
    return interception.within(captured);
  }
}
