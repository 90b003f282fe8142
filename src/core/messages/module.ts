import type { Text } from './text.ts'

/** Messages: why a module path, version or file path was refused. */
export const moduleTexts = {} as const satisfies Record<string, Text>
