package dev.innkeeper.samples.kotlin

import dev.innkeeper.runtime.Host
import dev.innkeeper.runtime.ServiceFailedException
import dev.innkeeper.runtime.report.ServiceState
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class OrdersTest {
  private val trail = CopyOnWriteArrayList<String>()
  private val polled = CountDownLatch(1)

  /** The second poll suspends until it is cancelled. */
  private val mailbox =
      object : Mailbox {
        override fun open() {
          trail += "open"
        }

        override suspend fun poll() {
          if (polled.count == 0L) awaitCancellation()
          trail += "poll"
          polled.countDown()
        }

        override fun close() {
          trail += "close"
        }
      }

  @Test
  fun `a coroutine is cancelled when its service is to stop, and that is a clean end`() {
    val host = orders(mailbox)
    host.start()
    polled.await()
    val report = host.stop()
    assertTrue(report.clean()) { report.toString() }
    assertEquals(listOf("open", "poll", "close"), trail)
    assertEquals(ServiceState.STOPPED, host.service("inbox").state())
  }

  @Test
  fun `a coroutine may clean up before its service has stopped, and so may its children`() {
    val working = CountDownLatch(2)
    val work = suspending {
      coroutineScope {
        for (child in listOf("a", "b")) launch {
          try {
            working.countDown()
            awaitCancellation()
          } catch (e: CancellationException) {
            trail += "cancelled"
            throw e
          }
        }
      }
    }
    val host = Host.builder("kotlin").background("work", work).build()
    host.start()
    working.await()
    host.stop()
    assertEquals(listOf("cancelled", "cancelled"), trail)
  }

  @Test
  fun `what a coroutine throws is the failure of its service`() {
    val started = CountDownLatch(1)
    val work = suspending { context ->
      context.lifetime().onStarted(started::countDown)
      started.await()
      throw IllegalStateException("no mail")
    }
    val failure =
        assertThrows(ServiceFailedException::class.java) {
          Host.builder("kotlin").background("work", work).build().run()
        }
    assertEquals("no mail", failure.cause?.message)
  }
}
