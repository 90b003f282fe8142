import type { Text } from './text.ts'

/** Messages: what publishing an internal module prints, what is left out of it, and why it was refused. */
export const publishTexts = {
  'source.no-folder': { en: 'there is no such folder', zh: '没有这个目录' },
  'source.no-gomod': {
    en: "a module's folder has a go.mod at its root, as a regular file",
    zh: '模块目录的根下须有 go.mod，且为普通文件',
  },
  'source.no-module': { en: 'it has no module directive', zh: '缺少 module 指令' },
  'source.changed': {
    en: 'it changed while it was read: run the command again when nothing writes there',
    zh: '读取期间内容发生变化：请在没有程序写入该目录时重新运行',
  },
  'source.entries': { en: 'more than {limit} files and folders', zh: '文件和目录超过 {limit} 个' },
  'source.control': { en: 'a folder of version control', zh: '版本控制目录' },
  'source.vendored': { en: 'a vendored package', zh: 'vendor 目录中的包' },
  'source.other-module': { en: 'of another module, with a go.mod of its own', zh: '属于另一个模块（自带 go.mod）' },
  'source.hg-archival': { en: 'written by hg archive', zh: '由 hg archive 生成' },
  'source.link': { en: 'a symbolic link; none is followed', zh: '符号链接，不会跟随' },
  'source.irregular': { en: 'no regular file', zh: '不是普通文件' },
  'publish.not-reserved': {
    en: 'only internal modules are published here, and no pattern of the setting reserved matches its path',
    zh: '此处只发布内部模块，而配置项 reserved 中没有与该路径匹配的模式',
  },
  'publish.invalid': {
    en: '{count} {count:file:files} cannot be in a module zip; see above',
    zh: '{count} 个文件不能出现在模块中，均已列出',
  },
  'publish.other': {
    en: 'it was published with {held}, and this folder gives {found}: published is for ever, so take a new version',
    zh: '该版本已以 {held} 发布，而此目录得到 {found}：已发布的内容不可更改，请使用新的版本号',
  },
  'cli.publish': { en: 'publish an internal module from a folder', zh: '从目录发布内部模块' },
  'cli.publish.folder': { en: "the module's folder", zh: '模块所在目录' },
  'cli.publish.version': {
    en: 'a version such as v1.2.3: once published, its content never changes',
    zh: '版本号，如 v1.2.3，发布后不可更改',
  },
  'cli.publish.dry-run': {
    en: 'write nothing: list what comes in, what is left out and why, and the hash',
    zh: '不写入任何内容：列出收入和略去的文件、原因及哈希',
  },
  'cli.publish.total': {
    en: '{files} {files:file:files}, {size}; {omitted} left out (--dry-run names them)',
    zh: '{files} 个文件，{size}；略去 {omitted} 个（--dry-run 可列出）',
  },
} as const satisfies Record<string, Text>
