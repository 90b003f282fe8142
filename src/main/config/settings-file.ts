import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The settings file of the node in the folder `data` where none is named. */
export function settingsFileOf(data: string): string {
  return join(data, 'goferry.yaml')
}

/** The settings file of a node: the one that was `named`, else the one in its folder `data`; undefined for none. */
export function findSettingsFile(named: string | undefined, data: string): string | undefined {
  const own = settingsFileOf(data)
  return named ?? (existsSync(own) ? own : undefined)
}
