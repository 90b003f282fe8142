import type { CommonOptions, KeyChange, NodeAccess } from '../cli/context.ts'
import type { Terminal } from '../cli/program.ts'
import { GoferryError } from '../core/errors.ts'
import { catalogue, type MessageKey } from '../core/messages/catalogue.ts'
import { fill, type Params } from '../core/messages/text.ts'
import { openJournal, openKeys, openWriter, upstreamName } from './compose.ts'
import { loadSettings } from './config/load.ts'
import type { Settings } from './config/schema.ts'
import { dataFolder } from './data-folder.ts'
import { changeKeys } from './node/change-keys.ts'
import { askNode } from './node/control-client.ts'
import { nodeUrl } from './node/listen-address.ts'
import { type RunningNode, runNode } from './node/run-node.ts'
import { openFolder } from './open-folder.ts'
import { chooseUpstream } from './upstream-choice.ts'

/** What commands do with the node of `options`, in the environment of this process. */
export function nodeCommands(options: CommonOptions, terminal: Terminal): NodeAccess {
  const environment = process.env
  const data = dataFolder(options.data, environment)
  const keyText = environment['GOFERRY_KEY']
  const settingsWith = (flags: Readonly<Record<string, unknown>>) =>
    loadSettings({ file: options.config, environment, flags })
  return {
    up: flags =>
      up({
        data,
        keyText,
        settings: settingsWith({ lang: terminal.lang, ...flags }),
        terminal,
        json: options.json ?? false,
      }),
    open: () => openFolder(data, keyText),
    client: async () => {
      const settings = settingsWith({})
      return { url: nodeUrl(settings), internal: settings.reserved }
    },
    changeKeys: change => changeKeysOf(data, keyText, settingsWith({}), change),
    keys: () => openKeys(data, keyText).show(),
    backupKeys: file => openKeys(data, keyText).backup(file),
  }
}

interface UpTask {
  readonly data: string
  readonly keyText: string | undefined
  readonly settings: Settings
  readonly terminal: Terminal
  readonly json: boolean
}

/** Runs a node until a signal or a failure ends it. */
async function up({ data, keyText, settings, terminal, json }: UpTask): Promise<void> {
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
    print(say('cli.up.upstream-is', { upstream: upstreamName(upstream.url) }))
    for (const notice of notices) note(notice)
  }
  print(say('cli.up.paste'))
  print(`  go env -w GOPROXY=${node.url}`)
  print(`  go env -w GOSUMDB=${node.verifierKey}`)
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}

/** Through the running node where there is one; else under the lock. The first key needs no log. */
async function changeKeysOf(
  data: string,
  keyText: string | undefined,
  settings: Settings,
  change: KeyChange,
): Promise<void> {
  const keys = openKeys(data, keyText)
  if (change.kind === 'make') return void (await keys.create(change.name))
  if (change.kind === 'restore') return void (await keys.restore(change.file))
  if ((await askNode(data, 'keys', change)) !== undefined) return
  if ((await keys.load()) === undefined) throw new GoferryError('absent', { subject: data, reason: 'cli.no-node' })
  const journal = openJournal(settings, settings.role)
  const writer = await openWriter({ data, settings, upstreamUrl: undefined, keyText, journal })
  try {
    await changeKeys(writer, change)
  } finally {
    await writer.close()
  }
}
