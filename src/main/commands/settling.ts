import type { NodeAccess } from '../../cli/context.ts'
import { writeNewFile } from '../compose.ts'
import { settingDescriptions } from '../config/describe-settings.ts'
import { settingsFileOf } from '../config/settings-file.ts'
import { settingsText } from '../config/settings-text.ts'
import { askNode } from '../node/control-client.ts'
import { nodeUrl } from '../node/listen-address.ts'
import type { Scope } from './scope.ts'

/** What sets a machine up for a node. */
export function settling(scope: Scope): Pick<NodeAccess, 'client' | 'writeSettings' | 'allowedValues'> {
  return {
    client: async () => {
      const settings = scope.settings()
      const running = (await askNode(scope.data, 'status', null))?.value as { url: string } | undefined
      return { url: running?.url ?? nodeUrl(settings), internal: settings.reserved }
    },
    writeSettings: async lang => {
      const file = scope.config ?? settingsFileOf(scope.data)
      await writeNewFile(file, settingsText(lang))
      return file
    },
    allowedValues: async () => {
      const values = settingDescriptions.map(({ key, allowed }) => [key, allowed] as const)
      return Object.fromEntries(values.filter(([, allowed]) => allowed.length > 0))
    },
  }
}
