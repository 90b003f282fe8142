import type { Text } from './text.ts'

/** Messages: why a module zip was refused. `{name}` is an entry of the zip. */
export const zipTexts = {
  'zip.packed-limit': { en: 'the zip file is larger than {bytes} bytes', zh: '压缩包文件超过 {bytes} 字节' },
  'zip.unpacked-limit': { en: 'the files together are larger than {bytes} bytes', zh: '解压后总大小超过 {bytes} 字节' },
  'zip.file-limit': { en: '"{name}" is larger than {bytes} bytes', zh: '文件 "{name}" 超过 {bytes} 字节' },
  'zip.name-limit': { en: 'an entry has a name longer than {bytes} bytes', zh: '条目名称超过 {bytes} 字节' },
  'zip.directory-limit': {
    en: 'more than {entries} files and folders, or a central directory of more than {bytes} bytes',
    zh: '文件和目录超过 {entries} 个，或中央目录超过 {bytes} 字节',
  },
  'zip.end': {
    en: 'no end record as the very last bytes (cut short, trailing bytes, or a comment)',
    zh: '文件末尾没有结束记录（文件不完整、末尾有多余字节或带有注释）',
  },
  'zip.directory-place': {
    en: 'the central directory does not lie directly before the end record',
    zh: '中央目录没有紧接在结束记录之前',
  },
  'zip.zip64': { en: 'zip64 records that are not needed or disagree', zh: 'zip64 记录多余或前后矛盾' },
  'zip.directory': {
    en: 'the central directory is not exactly the headers that the end record counts',
    zh: '中央目录的条目头与结束记录的计数不符',
  },
  'zip.comment': { en: '"{name}" has a comment or starts on another disk', zh: '条目 "{name}" 带有注释或位于其他分卷' },
  'zip.name-encoding': { en: 'a name that is not UTF-8', zh: '条目名称不是合法的 UTF-8' },
  'zip.flags': {
    en: '"{name}" is encrypted or uses other unsupported features',
    zh: '条目 "{name}" 已加密或使用了不支持的特性',
  },
  'zip.method': {
    en: '"{name}" is neither stored nor deflated',
    zh: '条目 "{name}" 的压缩方法既不是存储也不是 deflate',
  },
  'zip.extra': {
    en: '"{name}" has an unknown or malformed extra field',
    zh: '条目 "{name}" 含有未知或格式错误的扩展字段',
  },
  'zip.layout': {
    en: '"{name}" does not lie exactly where the bytes before it end (prepended, hidden or shared bytes)',
    zh: '"{name}" 没有紧接在前面的字节之后（存在前置、隐藏或重叠的字节）',
  },
  'zip.local': {
    en: 'the local header of "{name}" disagrees with the central one',
    zh: '"{name}" 的本地头与中央目录不一致',
  },
  'zip.descriptor': {
    en: 'the data descriptor of "{name}" disagrees with the central header',
    zh: '"{name}" 的数据描述符与中央目录不一致',
  },
  'zip.deflate': {
    en: 'the deflate stream of "{name}" is broken or does not end where its data ends',
    zh: '"{name}" 的 deflate 数据流已损坏，或没有恰好在数据末尾结束',
  },
  'zip.size': { en: '"{name}" does not unpack to its declared size', zh: '"{name}" 解压后的大小与声明不符' },
  'zip.crc': { en: 'CRC mismatch in "{name}"', zh: '"{name}" 的 CRC 校验失败' },
  'zip.prefix': { en: '"{name}" does not start with "{prefix}"', zh: '条目 "{name}" 没有以 "{prefix}" 开头' },
  'zip.directory-entry': { en: '"{name}" is an entry for a directory', zh: '条目 "{name}" 是目录' },
  'zip.irregular': {
    en: '"{name}" is a symbolic link or another irregular file',
    zh: '条目 "{name}" 是符号链接或其他非常规文件',
  },
  'zip.file-name': { en: '"{name}" is not a file name that Go allows', zh: '"{name}" 不是 Go 允许的文件名' },
  'zip.duplicate': { en: 'several entries for "{name}"', zh: '"{name}" 有多个条目' },
  'zip.case-collision': { en: '"{name}" and "{other}" differ only in case', zh: '"{name}" 与 "{other}" 仅大小写不同' },
  'zip.file-and-directory': { en: '"{name}" is both a file and a directory', zh: '"{name}" 既是文件又是目录' },
  'zip.gomod-place': { en: '"{name}" lies below the root of the module', zh: '"{name}" 不在模块根目录' },
  'zip.gomod-case': { en: '"{name}" must be written go.mod', zh: '"{name}" 必须写作 go.mod' },
  'hash.newline': { en: 'the name "{name}" has a line end', zh: '名称 "{name}" 含有换行符' },
} as const satisfies Record<string, Text>
