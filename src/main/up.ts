import { once } from 'node:events'
import type { Terminal } from '../cli/terminal.ts'
import { toWire } from '../core/error-wire.ts'
import { catalogue, type MessageKey } from '../core/messages/catalogue.ts'
import { fill, type Params } from '../core/messages/text.ts'
import type { Scope } from './commands/scope.ts'
import { openJournal, upstreamAt } from './compose.ts'
import type { Settings } from './config/schema.ts'
import { type RunningNode, runNode } from './node/run-node.ts'
import { chooseUpstream } from './upstream-choice.ts'

/** Runs a node until a signal or a failure ends it; `flags` are settings. */
export async function up(scope: Scope, flags: Readonly<Record<string, unknown>>): Promise<void> {
  const { data, keyText, terminal, json } = scope
  const given = scope.settings(flags)
  // Where no setting names a language, the node speaks that of the environment.
  const settings = { ...given, lang: given.lang ?? terminal.lang }
  const upstream = await chooseUpstream(settings)
  const stopped = once(terminal.interrupted(), 'abort')
  const journal = openJournal(settings)
  const node = await runNode({ data, settings, upstreamUrl: upstream.url, keyText, journal })
  try {
    if (json) terminal.print(JSON.stringify(greetingOf(node, settings, data)))
    else greet(node, settings, upstream, terminal)
    await Promise.race([stopped, node.failed])
    terminal.note(fill(catalogue['cli.up.stopping'], settings.lang ?? terminal.lang))
  } finally {
    await node.stop()
  }
}

/** What a program reads when the node serves. */
function greetingOf({ url, name, verifierKey, sealed }: RunningNode, { role }: Settings, data: string): object {
  return { url, name, key: verifierKey, role, data, ...(sealed !== undefined && { sealed: toWire(sealed) }) }
}

/** What a person sees when the node serves; the last two lines are to be pasted. */
function greet(
  node: RunningNode,
  settings: Settings,
  upstream: Awaited<ReturnType<typeof chooseUpstream>>,
  { print, note, lang }: Terminal,
): void {
  const say = (key: MessageKey, params?: Params) => fill(catalogue[key], settings.lang ?? lang, params)
  const notices = upstream.notices.map(key => say(key))
  print(say('cli.up.serving', { role: settings.role, name: node.name, url: node.url }))
  if (upstream.url === undefined) note(say('cli.up.no-upstream', { why: notices.join('; ') }))
  else {
    print(say('cli.up.upstream-is', { upstream: upstreamAt(upstream.url).name }))
    for (const notice of notices) note(notice)
  }
  if (node.sealed !== undefined) note(say('cli.up.sealed', { name: node.name }))
  print(say('cli.up.paste'))
  print(`  go env -w GOPROXY=${node.url}`)
  print(`  go env -w GOSUMDB=${node.verifierKey}`)
}
