import type { Text } from './text.ts'

/** Messages: settling in on a machine: completion in the shell, a first settings file. */
export const settlingTexts = {
  'cli.completion': {
    en: 'print what makes a shell complete commands, options and values',
    zh: '打印 shell 补全脚本，补全命令、选项和值',
  },
  'cli.completion.shell': { en: 'the shell', zh: '目标 shell' },
} as const satisfies Record<string, Text>
