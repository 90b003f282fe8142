import type { MessageKey } from '../core/messages/catalogue.ts'
import { readGoEnvProxy, readGoEnvUpstream } from './compose.ts'
import type { Settings } from './config/schema.ts'
import { ROLES } from './roles.ts'

/** Which upstream a node has, and what is to be said about the choice. */
export interface UpstreamChoice {
  /** The URL, credentials included; undefined for none. */
  readonly url: string | undefined
  readonly notices: readonly MessageKey[]
}

/** The upstream of the settings, else the first URL of `go env GOPROXY`; none where the role takes none. */
export async function chooseUpstream({ role, upstream }: Settings): Promise<UpstreamChoice> {
  if (!ROLES[role].pulls) return { url: undefined, notices: ['cli.up.why-role'] }
  if (upstream === 'off') return { url: undefined, notices: ['cli.up.why-off'] }
  return upstream === undefined ? readGoEnvUpstream() : { url: upstream, notices: [] }
}

/**
 * The chain, in the form of GOPROXY, that modules are added from: the one that was asked for, else that of the
 * settings, else the whole GOPROXY of the go command. Undefined where role or settings give none.
 */
export async function chooseChain(
  { role, upstream }: Settings,
  asked: string | undefined,
): Promise<string | undefined> {
  if (asked !== undefined) return asked
  if (!ROLES[role].pulls || upstream === 'off') return undefined
  return upstream ?? (await readGoEnvProxy())
}
