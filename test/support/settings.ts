import { loadSettings } from '../../src/main/config/load.ts'
import type { Settings } from '../../src/main/config/schema.ts'

/** The settings of a node that was told nothing. */
export const defaults: Settings = loadSettings({ environment: {}, flags: {} })
