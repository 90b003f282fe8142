import type { CommonOptions, KeyChange, NodeAccess } from '../cli/context.ts'
import type { Terminal } from '../cli/program.ts'
import { GoferryError } from '../core/errors.ts'
import { openJournal, openKeys, openLock } from './compose.ts'
import { loadSettings } from './config/load.ts'
import type { Settings } from './config/schema.ts'
import { dataFolder } from './data-folder.ts'
import { environment, keyText } from './environment.ts'
import { changeKeys } from './node/change-keys.ts'
import { askNode } from './node/control-client.ts'
import { nodeUrl } from './node/listen-address.ts'
import { openWriter } from './node/open-writer.ts'
import { openFolder } from './open-folder.ts'
import { up } from './up.ts'

/** What commands do with the node of `options`, in the environment of this process. */
export function nodeCommands(options: CommonOptions, terminal: Terminal): NodeAccess {
  const data = dataFolder(options.data, environment)
  const settingsWith = (flags: Readonly<Record<string, unknown>>) =>
    loadSettings({ file: options.config, environment, flags })
  return {
    up: flags =>
      up({
        data,
        keyText,
        settings: withLang(settingsWith(flags), terminal),
        terminal,
        json: options.json ?? false,
      }),
    open: () => openFolder(data, keyText),
    client: async () => {
      const settings = settingsWith({})
      const running = (await askNode(data, 'status', null))?.value as { url: string } | undefined
      return { url: running?.url ?? nodeUrl(settings), internal: settings.reserved }
    },
    changeKeys: change => changeKeysOf(data, keyText, settingsWith({}), change),
    keys: () => openKeys(data, keyText).show(),
    backupKeys: file => openKeys(data, keyText).backup(file),
  }
}

/** Where no setting names a language, the node speaks that of the environment. */
function withLang(settings: Settings, { lang }: Terminal): Settings {
  return { ...settings, lang: settings.lang ?? lang }
}

/** Through the running node where there is one; else under the lock. The first key needs no log. */
async function changeKeysOf(
  data: string,
  keyText: string | undefined,
  settings: Settings,
  change: KeyChange,
): Promise<void> {
  const isFirst = change.kind === 'make' || change.kind === 'restore'
  if (!isFirst && (await askNode(data, 'keys', change)) !== undefined) return
  const keys = openKeys(data, keyText)
  const lock = await openLock(data).acquire()
  try {
    if (change.kind === 'make') return void (await keys.create(change.name))
    if (change.kind === 'restore') return void (await keys.restore(change.file))
    if ((await keys.load()) === undefined) throw new GoferryError('absent', { subject: data, reason: 'cli.no-node' })
    await changeKeys(keys, change)
  } finally {
    await lock.release()
  }
  // Opening the log signs it by the keys as they are now.
  const journal = openJournal(settings, settings.role)
  const writer = await openWriter({ data, settings, upstreamUrl: undefined, keyText, journal })
  await writer.close()
}
