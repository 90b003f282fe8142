import type { Text } from './text.ts'

/** Messages: why a module zip was refused. */
export const zipTexts = {} as const satisfies Record<string, Text>
