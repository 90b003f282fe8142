import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { testDatabase } from './test-database.ts'

/**
 * Writes a node's settings file into `folder`, for an upstream of the tests: its checksum database stands for the public one.
 * Returns the arguments of `goferry` that name it.
 */
export function settingsFile(folder: string, settings: Readonly<Record<string, unknown>> = {}): string[] {
  const file = join(folder, 'settings.yaml')
  writeFileSync(file, JSON.stringify({ sumdb: testDatabase.verifierKey, ...settings }))
  return ['--config', file]
}
