import type { Text } from './text.ts'

/** Messages: why a note, key, tile, proof, record or log entry was refused. */
export const logTexts = {} as const satisfies Record<string, Text>
