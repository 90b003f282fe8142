import { execFile } from 'node:child_process'
import { GoferryError } from '../../core/errors.ts'

/** How xorriso is run. */
interface Run {
  readonly args: readonly string[]
  /** The folder that it is started in. */
  readonly folder: string
  /** Of all that it makes: seconds since 1970. */
  readonly time: number
  /** PATH. */
  readonly path: string | undefined
}

/** Of what it said, bytes that are kept and characters that are shown. */
const [keptBytes, shownLetters] = [1 << 20, 1000]

/**
 * Runs xorriso to its end, without settings of anybody and with the clock stopped. Throws `missing`, `no-space`,
 * `program-failed` with what it said, `interrupted` once `signal` ended it.
 */
export function runXorriso({ args, folder, time, path }: Run, signal: AbortSignal): Promise<void> {
  // TZ: Rock Ridge notes the time zone beside each time.
  const env = { PATH: path, LC_ALL: 'C', TZ: 'UTC', SOURCE_DATE_EPOCH: String(time) }
  const options = { cwd: folder, env, signal, killSignal: 'SIGKILL', maxBuffer: keptBytes } as const
  return new Promise((resolve, reject) => {
    let failed: GoferryError | undefined
    const child = execFile('xorriso', ['-no_rc', ...args], options, (error, _, stderr) => {
      if (error !== null)
        failed = signal.aborted ? new GoferryError('interrupted', { subject: 'xorriso' }) : failure(error, stderr)
    })
    // Not in the callback above: that hears of a stop before the program has ended, which writes until then.
    child.once('close', () => (failed === undefined ? resolve() : reject(failed)))
  })
}

function failure(cause: Error, stderr: string): GoferryError {
  const subject = 'xorriso'
  if ('code' in cause && cause.code === 'ENOENT')
    return new GoferryError('missing', { subject, reason: 'iso.no-xorriso', cause })
  if (/No space left on device|Disk quota exceeded|exceeds free space/.test(stderr))
    return new GoferryError('no-space', { subject, reason: 'store-full', cause })
  const lines = stderr.split('\n').filter(line => / : (SORRY|FAILURE|FATAL|ABORT) : /.test(line))
  const said = (lines.length > 0 ? lines.join(' · ') : cause.message).slice(0, shownLetters)
  return new GoferryError('program-failed', { subject, reason: 'iso.said', params: { said }, cause })
}
