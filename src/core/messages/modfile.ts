import type { Text } from './text.ts'

/** Messages: why a go.mod or go.work was refused. */
export const modfileTexts = {} as const satisfies Record<string, Text>
