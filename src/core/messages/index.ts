import type { Text } from './text.ts'

/** Messages: the index, what is found in it, and making it again. */
export const indexTexts = {
  'index-damaged': {
    en: 'the index is damaged: goferry rebuild makes it again from log and tree, nothing is lost',
    zh: '索引已损坏：goferry rebuild 会根据日志和目录树重新生成，不会丢失任何内容',
  },
  'index-other-version': {
    en: 'the index is of another version of goferry: goferry rebuild makes it again',
    zh: '索引属于另一版本的 goferry：goferry rebuild 会重新生成',
  },
  'search-text': {
    en: 'say what to look for, in at most {limit} characters and without NUL',
    zh: '请给出要查找的内容，最多 {limit} 个字符，且不含 NUL',
  },
  'cli.limit': { en: 'at most so many lines', zh: '最多显示的行数' },
  'cli.search': {
    en: 'find modules, tools and toolchains that the node knows',
    zh: '查找节点所知的模块、工具和工具链',
  },
  'cli.search.text': {
    en: 'parts of a path, of a command or of a deprecation; all of them must occur',
    zh: '路径、命令名或弃用说明中的片段；须全部出现',
  },
  'cli.search.kind': { en: 'only this kind', zh: '只查找此类' },
  'cli.who-requires': { en: 'list the versions that require a module', zh: '列出依赖某个模块的版本' },
  'cli.who-requires.module': {
    en: 'MODULE, or MODULE@VERSION for one version of it',
    zh: 'MODULE；或 MODULE@VERSION，仅指该版本',
  },
  'cli.rebuild': {
    en: 'make the lists and the search index again from the log and the stored files',
    zh: '根据日志和已存文件重新生成列表与搜索索引',
  },
  'cli.rebuild.total': {
    en: '{modules} {modules:module:modules}, {versions} {versions:version:versions} indexed; {relisted} {relisted:list was:lists were} out of step',
    zh: '已索引 {modules} 个模块、{versions} 个版本；{relisted} 个列表曾不一致',
  },
} as const satisfies Record<string, Text>
