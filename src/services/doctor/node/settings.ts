import { GoferryError } from '../../../core/errors.ts'
import type { Finding } from '../finding.ts'
import type { NodeWorld } from './world.ts'

/** Whether the settings are read and valid, and their secrets the node's alone. */
export async function checkSettings({ settings, settingsFile, machine }: NodeWorld): Promise<Finding[]> {
  if (settings instanceof GoferryError) return [{ code: 'settings-bad', subject: settings.subject, error: settings }]
  const facts = settingsFile === undefined ? undefined : await machine.file(settingsFile)
  if (settingsFile !== undefined && settings.holdsSecret && facts !== undefined && (facts.mode & 0o044) !== 0)
    return [{ code: 'settings-exposed', subject: settingsFile }]
  return [{ code: 'settings', subject: settingsFile ?? '-' }]
}
