import { utf8 } from '../../core/bytes.ts'
import type { LogState } from '../../core/log/state.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { isVersionVisible } from './visibility.ts'

/** A line of the feed: a complete version, and when its zip was taken (RFC 3339), anew where it was replaced. */
interface Line {
  readonly path: string
  readonly version: string
  readonly at: string
  readonly id: number
}

/**
 * The feed of complete versions in the public index's format (`{"Path":…,"Version":…,"Timestamp":…}` a line), in the
 * order of the log. It is put together when the log has grown since the last call; only nodes and operators ask for it.
 */
export class IndexFeed {
  #lines: readonly Line[] = []
  #size = -1

  /** At most `limit` visible versions taken at `since` (RFC 3339, '' for all) or later. */
  page(state: LogState, policy: Policy, since: string, limit: number): Uint8Array {
    if (this.#size !== state.size) this.#lines = linesOf(state)
    this.#size = state.size
    const from = since === '' ? 0 : Date.parse(since)
    const page = this.#lines
      .filter(line => Date.parse(line.at) >= from && isVersionVisible(policy, state, line))
      .slice(0, limit)
      .map(({ path, version, at }) => `${JSON.stringify({ Path: path, Version: version, Timestamp: at })}\n`)
    return utf8(page.join(''))
  }
}

function linesOf(state: LogState): Line[] {
  const lines: Line[] = []
  for (const path of state.paths()) {
    for (const version of state.complete(path)) {
      const zip = state.version(path, version)?.zip
      if (zip !== undefined) lines.push({ path, version, at: zip.at, id: zip.id })
    }
  }
  return lines.sort((a, b) => a.id - b.id)
}
