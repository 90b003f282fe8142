import type { Text } from './text.ts'

/** Messages: why the archive of a toolchain was refused. `{name}` is a file in it. */
export const archiveTexts = {
  'archive.gzip': {
    en: 'it is not one whole gzip stream and nothing more',
    zh: '不是完整的 gzip 数据流，或其后有多余内容',
  },
  'archive.short': { en: 'it ends in the middle of a file', zh: '内容在某个文件中间结束' },
  'archive.header': {
    en: 'a header of the tar is malformed, or says what no archive of a toolchain needs',
    zh: 'tar 头部格式错误，或含有工具链归档不需要的内容',
  },
  'archive.irregular': {
    en: '"{name}" is neither a file nor a folder (a link, a device, a sparse file)',
    zh: '"{name}" 既不是普通文件也不是目录（链接、设备或稀疏文件）',
  },
  'archive.privileged': {
    en: '"{name}" would run as its owner or group, not as who starts it (set-user-ID, set-group-ID)',
    zh: '"{name}" 会以其所有者或属组的身份运行（set-user-ID 或 set-group-ID）',
  },
  'archive.after-end': { en: 'something follows the end of the tar', zh: 'tar 结束标记之后还有内容' },
  'archive.name': {
    en: '"{name}" does not lie below go/, or is no plain path',
    zh: '"{name}" 不在 go/ 之下，或路径不合规',
  },
  'archive.twice': {
    en: '"{name}" occurs twice, or is a file and a folder',
    zh: '"{name}" 重复出现，或既是文件又是目录',
  },
  'archive.case': {
    en: '"{name}" differs from another name by case alone: where case does not count, one replaces the other',
    zh: '"{name}" 与另一名称仅大小写不同：在不区分大小写的磁盘上会互相覆盖',
  },
  'archive.limit': {
    en: 'more than {files} files, or more than {bytes} bytes unpacked',
    zh: '文件超过 {files} 个，或解压后超过 {bytes} 字节',
  },
  'archive.no-version': {
    en: 'it holds no file VERSION that says which release it is',
    zh: '其中没有标明版本的 VERSION 文件',
  },
  'archive.other-version': {
    en: 'its file VERSION says "{found}", and its name go{wanted}',
    zh: '其 VERSION 文件为 "{found}"，而文件名为 go{wanted}',
  },
  'archive.no-toolchain': {
    en: 'it holds no program bin/go of that platform',
    zh: '其中没有该平台的 bin/go 程序',
  },
} as const satisfies Record<string, Text>
