import type { Text } from './text.ts'

/** Messages: what the go command is shown, and why a pull failed. */
export const serveTexts = {} as const satisfies Record<string, Text>
