import type { Text } from './text.ts'

/** Messages: settling in on a machine: completion in the shell, a first settings file. */
export const settlingTexts = {
  'cli.completion': {
    en: 'print the script by which a shell completes commands, options and values',
    zh: '打印 shell 补全脚本，补全命令、选项和值',
  },
  'cli.completion.shell': { en: 'the shell', zh: '目标 shell' },
  'cli.init': {
    en: 'write a settings file: every setting as a comment, with its default',
    zh: '写出配置文件：列出全部配置项及默认值（均为注释）',
  },
  'cli.init.wrote': {
    en: 'it changes nothing yet: edit it, then start the node again',
    zh: '文件尚未改变任何配置：请编辑后重新启动节点',
  },
} as const satisfies Record<string, Text>
