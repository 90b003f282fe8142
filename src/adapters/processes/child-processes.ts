import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fromWire } from '../../core/error-wire.ts'
import { GoferryError } from '../../core/errors.ts'
import { formatBytes } from '../../core/quantity.ts'
import type { Watch } from '../../ports/watch.ts'
import type { ProcessWork, WorkProcesses } from '../../ports/work-processes.ts'
import { residentBytes } from './family.ts'
import type { FromWork, ToWork } from './messages.ts'

/** How long a process has to end by itself. */
const graceMs = 5000
/** How often its memory is looked at. */
const lookMs = 100
/** What is kept of what it wrote to standard error. */
const keptErrors = 8192

/** The program that every process runs. */
const program = new URL('./child-main.ts', import.meta.url)

/** Runs work in child processes of Node, each the leader of a group of its own. */
export class ChildProcesses implements WorkProcesses {
  readonly #works: URL

  /** `works` is the module that exports them, under this name. */
  constructor(works: URL) {
    this.#works = works
  }

  /** See the port. */
  async run({ name, argument, memoryBytes, subject }: ProcessWork, watch: Watch): Promise<unknown> {
    const child = fork(program, [this.#works.href, String(process.pid)], {
      detached: true,
      execArgv: [`--max-old-space-size=${Math.ceil(memoryBytes / 2 ** 20)}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    const errors = tailOf(child)
    const limit = new Limit(child, memoryBytes)
    const cut = () => {
      tell(child, { type: 'cut' })
      setTimeout(() => endFamily(child), graceMs).unref()
    }
    watch.signal.addEventListener('abort', cut)
    try {
      const said = answerOf(child, watch)
      tell(child, { type: 'begin', name, argument })
      if (watch.signal.aborted) cut()
      const answer = await said
      if (answer !== undefined) return resultOf(answer)
      const isFull = limit.isOver || errors().includes('heap out of memory')
      const why = isFull
        ? ({ reason: 'job-memory', params: { limit: formatBytes(memoryBytes) } } as const)
        : ({ reason: 'job-crashed', params: { how: endOf(child) } } as const)
      throw new GoferryError('job-ended', { subject, ...why, cause: errors() })
    } finally {
      watch.signal.removeEventListener('abort', cut)
      limit.close()
      endFamily(child)
    }
  }
}

/** Watches how much memory a process and its descendants take, and ends them where that is too much. */
class Limit {
  isOver = false
  readonly #looking: NodeJS.Timeout

  constructor(child: ChildProcess, memoryBytes: number) {
    this.#looking = setInterval(() => {
      if (child.pid === undefined || residentBytes(child.pid) <= memoryBytes) return
      this.isOver = true
      endFamily(child)
    }, lookMs)
  }

  close(): void {
    clearInterval(this.#looking)
  }
}

/** What the process says at its end; undefined where it ended without a word. What it tells before goes to `watch`. */
async function answerOf(child: ChildProcess, watch: Watch): Promise<FromWork | undefined> {
  const { promise, resolve } = Promise.withResolvers<FromWork | undefined>()
  child.on('message', async (message: FromWork) => {
    if (message.type === 'progress') watch.progress(message.progress)
    else if (message.type === 'item') {
      await watch.tell(message.item)
      tell(child, { type: 'taken' })
    } else resolve(message)
  })
  child.on('error', () => resolve(undefined))
  const gone = once(child, 'close').then(() => resolve(undefined))
  gone.catch(() => undefined)
  return promise
}

function resultOf(answer: FromWork): unknown {
  if (answer.type === 'error') throw fromWire(answer.error)
  return answer.type === 'value' ? answer.value : undefined
}

function tell(child: ChildProcess, message: ToWork): void {
  // What is gone is told of by `close`.
  if (child.connected) child.send(message, () => undefined)
}

/** Ends the process and all that it began, at once. */
function endFamily({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nothing is left of it.
  }
}

function endOf({ signalCode, exitCode }: ChildProcess): string {
  return signalCode ?? `exit code ${exitCode}`
}

function tailOf(child: ChildProcess): () => string {
  let kept = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    kept = (kept + text).slice(-keptErrors)
  })
  return () => kept
}
