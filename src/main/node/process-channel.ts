import type { Worker } from 'node:cluster'
import type { Channel } from './calls.ts'

/** The channel of a worker process to the writer that started it. */
export function channelToWriter(): Channel {
  return {
    send: message => void process.send?.(message),
    onMessage: listener => void process.on('message', listener),
  }
}

/** The channel of the writer to one of its workers; what is sent to a worker that is gone is dropped. */
export function channelToWorker(worker: Worker): Channel {
  return {
    send: message => void (worker.isConnected() && worker.send(message as object)),
    onMessage: listener => void worker.on('message', listener),
  }
}
