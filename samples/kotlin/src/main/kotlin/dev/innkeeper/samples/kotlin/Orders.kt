package dev.innkeeper.samples.kotlin

import dev.innkeeper.runtime.Host
import dev.innkeeper.runtime.service.HostedService
import dev.innkeeper.runtime.service.ServiceContext
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.delay

/** What the services use. */
interface Mailbox {
  fun open()

  suspend fun poll()

  fun close()
}

// snippet: kotlin-host
class Connection(private val mailbox: Mailbox) : HostedService {
  override fun start(context: ServiceContext) = mailbox.open()

  override fun stop(context: ServiceContext) = mailbox.close()
}

/** A program runs it: `orders(mailbox).run()`. */
fun orders(mailbox: Mailbox): Host {
  val inbox = suspending {
    while (true) {
      mailbox.poll()
      delay(100.milliseconds)
    }
  }
  return Host.builder("orders")
      .add("connection", Connection(mailbox))
      .background("inbox", inbox) { it.dependsOn("connection") }
      .build()
}
// end
