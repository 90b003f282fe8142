import type { Terminal } from '../cli/program.ts'
import { catalogue, type MessageKey } from '../core/messages/catalogue.ts'
import { fill, type Params } from '../core/messages/text.ts'
import { openJournal, upstreamAt } from './compose.ts'
import type { Settings } from './config/schema.ts'
import { type RunningNode, runNode } from './node/run-node.ts'
import { chooseUpstream } from './upstream-choice.ts'

/** What `goferry up` takes. */
export interface UpTask {
  readonly data: string
  readonly keyText: string | undefined
  readonly settings: Settings
  readonly terminal: Terminal
  readonly json: boolean
}

/** Runs a node until a signal or a failure ends it. */
export async function up({ data, keyText, settings, terminal, json }: UpTask): Promise<void> {
  const upstream = await chooseUpstream(settings)
  const stopped = stopSignal()
  const journal = openJournal(settings, settings.role)
  const node = await runNode({ data, settings, upstreamUrl: upstream.url, keyText, journal })
  try {
    if (json)
      terminal.print(
        JSON.stringify({ url: node.url, name: node.name, key: node.verifierKey, role: settings.role, data }),
      )
    else greet(node, settings, upstream, terminal)
    await Promise.race([stopped, node.failed])
    terminal.note(fill(catalogue['cli.up.stopping'], settings.lang ?? terminal.lang))
  } finally {
    await node.stop()
  }
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
  print(say('cli.up.paste'))
  print(`  go env -w GOPROXY=${node.url}`)
  print(`  go env -w GOSUMDB=${node.verifierKey}`)
}

/** Resolves at the first SIGINT or SIGTERM; a second one, of either kind, ends the process at once. */
function stopSignal(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM'] as const
  return new Promise(resolve => {
    const stop = () => {
      for (const signal of signals) process.off(signal, stop)
      resolve()
    }
    for (const signal of signals) process.on(signal, stop)
  })
}
