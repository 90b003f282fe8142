import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Why something of `go env GOPROXY` was not taken; each is a key of the catalogue. */
export type GoEnvNotice = 'goproxy-direct' | 'goproxy-off' | 'goproxy-rest'

/** What the machine's own Go settings give as the upstream. */
export interface GoEnvUpstream {
  /** The first http, https or file URL, or undefined. It may carry credentials. */
  readonly url: string | undefined
  readonly notices: readonly GoEnvNotice[]
}

/**
 * Reads the value of GOPROXY: entries separated by `,` or `|` (go.dev/ref/mod#environment-variables). The first URL is
 * taken; `direct` is dropped with a notice, for goferry speaks to no version control system; `off` ends the list.
 */
export function parseGoproxy(value: string): GoEnvUpstream {
  const entries = value
    .split(/[,|]/)
    .map(entry => entry.trim())
    .filter(entry => entry !== '')
  const end = entries.indexOf('off')
  const before = end < 0 ? entries : entries.slice(0, end)
  const urls = before.filter(entry => /^(https?|file):\/\//i.test(entry))
  const notices: GoEnvNotice[] = []
  if (before.includes('direct')) notices.push('goproxy-direct')
  if (urls.length > 1) notices.push('goproxy-rest')
  if (urls.length === 0 && end >= 0) notices.push('goproxy-off')
  return { url: urls[0], notices }
}

/**
 * The value of GOPROXY as `go` gives it (within 10 s), away from any go.mod, whose toolchain line could start a
 * download; undefined where there is no `go`, or it fails. `environment`: what it is run in.
 */
export async function goEnvProxy(
  environment: Readonly<Record<string, string | undefined>>,
  go = 'go',
): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(go, ['env', 'GOPROXY'], {
      cwd: '/',
      env: { ...environment },
      timeout: 10_000,
      maxBuffer: 65_536,
    })
    return stdout.trim()
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}
