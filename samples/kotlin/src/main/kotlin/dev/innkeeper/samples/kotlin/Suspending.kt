package dev.innkeeper.samples.kotlin

import dev.innkeeper.runtime.service.BackgroundService
import dev.innkeeper.runtime.service.ServiceContext
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

// snippet: kotlin-suspending
/** A service whose work is a coroutine, which is cancelled when the service is asked to stop. */
fun suspending(work: suspend CoroutineScope.(ServiceContext) -> Unit) =
    BackgroundService { context ->
      runBlocking {
        val job = launch { work(context) }
        context.onStopRequested { job.cancel() }
        job.join() // returns when it was cancelled; what the work throws leaves runBlocking
      }
    }
// end
