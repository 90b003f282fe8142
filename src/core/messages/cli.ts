import type { Text } from './text.ts'

/** Messages: what commands print. */
export const cliTexts = {} as const satisfies Record<string, Text>
