import type { CachedFiles } from '../../../ports/cached-files.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { GoCommand, GoSettings } from '../../../ports/go-command.ts'
import type { Probe, Probed } from '../../../ports/probe.ts'

/** What the checks of a developer's machine need. */
export interface ClientWorld {
  readonly go: GoSettings
  readonly command: GoCommand
  /** The first URL of GOPROXY; undefined where it names none over http(s). */
  readonly node: ProbedNode | undefined
  readonly files: CachedFiles
  readonly clock: Clock
  /** The web proxy through which go asks the node, by the environment; undefined for none. */
  readonly webProxy: { readonly variable: string; readonly url: string } | undefined
  /** Whether GONOSUMCHECK is set, which go env does not show. */
  readonly noSumCheck: string | undefined
}

/** The node that the go command asks. */
export interface ProbedNode extends Probe {
  /** Without credentials. */
  readonly url: string
  /** Its checkpoint; asked for once. Throws as `get` does. */
  checkpoint(): Promise<Probed>
}

/** `NAME=VALUE (environment)`: how a setting is named in a finding. Credentials in URLs are masked. */
export function setting({ go }: ClientWorld, name: string): string {
  const value = (go.values[name] ?? '').replace(/\/\/[^/@,|\s]*@/g, '//…@')
  const source = go.source(name)
  return source === undefined ? `${name}=${value}` : `${name}=${value} (${source})`
}
