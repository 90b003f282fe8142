import { GoferryError } from '../core/errors.ts'
import type { MessageKey } from '../core/messages/catalogue.ts'
import { parseGoproxy, readGoEnvProxy } from './compose.ts'
import type { Settings } from './config/schema.ts'
import { namesNode } from './node/listen-address.ts'
import { ROLES } from './roles.ts'

/** Which upstream a node has, and what is to be said about the choice. */
export interface UpstreamChoice {
  /** The URL, credentials included; undefined for none. */
  readonly url: string | undefined
  readonly notices: readonly MessageKey[]
}

/**
 * The upstream of the settings, else the first URL of `go env GOPROXY`; none where the role takes none. Throws
 * `bad-settings` where the settings name the node itself.
 */
export async function chooseUpstream(settings: Settings): Promise<UpstreamChoice> {
  const { role, upstream } = settings
  if (!ROLES[role].pulls) return { url: undefined, notices: ['cli.up.why-role'] }
  if (upstream === 'off') return { url: undefined, notices: ['cli.up.why-off'] }
  if (upstream !== undefined) return { url: notItself(upstream, settings), notices: [] }
  const { chain, notices } = await machineChain(settings)
  if (chain === undefined) return { url: undefined, notices }
  const found = parseGoproxy(chain)
  return { url: found.url, notices: [...notices, ...found.notices] }
}

/**
 * The chain, in the form of GOPROXY, that modules are added from: the one that was asked for, else that of the
 * settings, else the whole GOPROXY of the go command. Undefined where role or settings give none. Throws as
 * `chooseUpstream` does.
 */
export async function chooseChain(settings: Settings, asked: string | undefined): Promise<string | undefined> {
  const { role, upstream } = settings
  if (asked !== undefined) return notItself(asked, settings)
  if (!ROLES[role].pulls || upstream === 'off') return undefined
  return upstream === undefined ? (await machineChain(settings)).chain : notItself(upstream, settings)
}

/**
 * What the go command of this machine says. Where that is the node itself, for its two lines were pasted here too, what
 * it said before: a node that asks itself waits for itself.
 */
async function machineChain(
  settings: Settings,
): Promise<{ readonly chain: string | undefined; readonly notices: readonly MessageKey[] }> {
  const chain = await readGoEnvProxy()
  if (chain === undefined) return { chain, notices: ['goproxy-no-go'] }
  if (!namesNode(chain, settings)) return { chain, notices: [] }
  const before = await readGoEnvProxy({ written: false })
  if (before === undefined || namesNode(before, settings)) return { chain: undefined, notices: ['goproxy-self-only'] }
  return { chain: before, notices: ['goproxy-self'] }
}

function notItself(chain: string, settings: Settings): string {
  if (!namesNode(chain, settings)) return chain
  throw new GoferryError('bad-settings', { subject: 'upstream', reason: 'goproxy-itself' })
}
