import { once } from 'node:events'
import { setPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { toWire } from '../../core/error-wire.ts'
import { GoferryError } from '../../core/errors.ts'
import type { Watch } from '../../ports/watch.ts'
import type { Works } from '../../ports/work-processes.ts'
import type { FromWork, ToWork } from './messages.ts'

/** As `nice` has it: what serves goes first. */
const niceness = 10

/** Does in this process, which the process `parent` started, the one work that it is told to, and ends. */
export async function answerParent(works: Works, parent: number): Promise<void> {
  await guard(parent)
  setPriority(niceness)
  const cut = new AbortController()
  const taken: (() => void)[] = []
  // With all that the work began: its group.
  process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'))
  process.on('message', async (message: ToWork) => {
    if (message.type === 'cut') cut.abort()
    else if (message.type === 'taken') taken.shift()?.()
    else say(await ending(works, message, watchOf(cut.signal, taken)), () => process.exit(0))
  })
}

async function ending(works: Works, { name, argument }: ToWork & { type: 'begin' }, watch: Watch): Promise<FromWork> {
  try {
    const work = Object.hasOwn(works, name) ? works[name] : undefined
    if (work === undefined) throw new GoferryError('internal', { subject: name })
    return { type: 'value', value: await work(argument, watch) }
  } catch (error) {
    return { type: 'error', error: toWire(error) }
  }
}

function watchOf(signal: AbortSignal, taken: (() => void)[]): Watch {
  return {
    signal,
    progress: progress => say({ type: 'progress', progress }),
    tell: item =>
      new Promise(resolve => {
        taken.push(resolve)
        say({ type: 'item', item })
      }),
  }
}

function say(message: FromWork, done: () => void = () => undefined): void {
  process.send?.(message, undefined, {}, done)
}

/**
 * Ends the process and what it began when its parent has died, also while its own thread does not come to rest: a
 * thread beside it looks, from before there is work.
 */
async function guard(parent: number): Promise<void> {
  const watching = `setInterval(() => { if (process.ppid !== ${parent}) process.kill(-process.pid, 'SIGKILL') }, 500)`
  const worker = new Worker(watching, { eval: true, execArgv: [] })
  await once(worker, 'online')
  worker.unref()
}
