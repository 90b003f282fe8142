import { Worker } from 'node:worker_threads'
import { toWire } from '../../core/error-wire.ts'
import { GoferryError } from '../../core/errors.ts'
import type { Watch } from '../../ports/watch.ts'
import type { Works } from '../../ports/work-processes.ts'
import type { FromWork, ToWork } from './messages.ts'

/** Does in this process, which `ChildProcesses` started, the one work that it is told to, and ends. */
export function answerParent(works: Works): void {
  guard()
  const cut = new AbortController()
  const taken: (() => void)[] = []
  process.on('disconnect', () => process.exit(1))
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
 * thread beside it looks.
 */
function guard(): void {
  const watching = `
    const parent = process.ppid
    setInterval(() => { if (process.ppid !== parent) process.kill(-process.pid, 'SIGKILL') }, 500)`
  new Worker(watching, { eval: true, execArgv: [], stdout: true }).unref()
}
