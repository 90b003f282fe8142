import type { Text } from './text.ts'

/** Messages: why the store, the head or the data lock refused. */
export const storeTexts = {
  'store-key-long': { en: 'a key has at most {limit} bytes', zh: '键最长 {limit} 字节' },
  'store-key-folder': {
    en: 'a key begins with public/, withheld/ or log/',
    zh: '键必须以 public/、withheld/ 或 log/ 开头',
  },
  'store-key-element': {
    en: 'an element of a path is 1 to {limit} printable ASCII characters without a space or backslash, and not . or ..',
    zh: '路径的每一段须为 1 到 {limit} 个可打印的 ASCII 字符，不含空格和反斜杠，且不是 . 或 ..',
  },
  'store-name-long': { en: 'the file system takes no name as long as this', zh: '文件系统不支持这么长的名称' },
  'store-not-file': { en: 'what lies there is no regular file', zh: '该位置不是普通文件' },
  'store-used-up': { en: 'the staged bytes were already put or discarded', zh: '暂存内容已被使用或丢弃' },
  'store-over-limit': { en: 'more than {limit} bytes', zh: '超过 {limit} 字节' },
  'store-full': {
    en: 'the disk is full: make room on it; goferry gc shows what a node can give up',
    zh: '磁盘已满：请腾出空间；goferry gc 可列出节点能放弃的内容',
  },
  'store-head-unknown': {
    en: 'the head moved on so far that whether this write counted is unknown; read the head again',
    zh: '树头已前进太多，无法确定本次写入是否生效，请重新读取树头',
  },
  'file-exists': { en: 'something lies there already; nothing is overwritten', zh: '该位置已有内容，不会覆盖' },
  'store-system': { en: 'the operating system answered {code}', zh: '操作系统返回 {code}' },
} as const satisfies Record<string, Text>
