import type { Text } from './text.ts'

/** Messages: why a go.mod or go.work was refused. `{line}` is the line, from 1; other places hold what stands there. */
export const modfileTexts = {
  'gomod.block-comment': {
    en: 'line {line}: comments must begin with //, not /*',
    zh: '第 {line} 行：注释必须以 // 开头，不能用 /*',
  },
  'gomod.open-string': { en: 'line {line}: the string does not end', zh: '第 {line} 行：字符串没有结束' },
  'gomod.newline-in-string': {
    en: 'line {line}: the line ends within a string',
    zh: '第 {line} 行：字符串中出现换行',
  },
  'gomod.unexpected-character': {
    en: 'line {line}: unexpected character "{character}"',
    zh: '第 {line} 行：意外的字符 "{character}"',
  },
  'gomod.open-block': {
    en: 'line {line}: the block that begins here does not end',
    zh: '第 {line} 行：从此处开始的块没有结束',
  },
  'gomod.after-block': {
    en: 'line {line}: something follows the closing parenthesis',
    zh: '第 {line} 行：右括号后还有内容',
  },
  'gomod.unknown-block': { en: 'line {line}: unknown block "{block}"', zh: '第 {line} 行：未知的块 "{block}"' },
  'gomod.unknown-directive': {
    en: 'line {line}: unknown directive "{directive}"',
    zh: '第 {line} 行：未知的指令 "{directive}"',
  },
  'gomod.repeated': { en: 'line {line}: repeated {directive} directive', zh: '第 {line} 行：{directive} 指令重复' },
  'gomod.one-argument': {
    en: 'line {line}: {directive} takes exactly one argument',
    zh: '第 {line} 行：{directive} 必须且只能有一个参数',
  },
  'gomod.version-usage': {
    en: 'line {line}: {directive} takes a module path and a version, as in example.com/m v1.2.3',
    zh: '第 {line} 行：{directive} 需要模块路径和版本号，例如 example.com/m v1.2.3',
  },
  'gomod.replace-usage': {
    en: 'line {line}: replace is written path [version] => path version, or path [version] => directory',
    zh: '第 {line} 行：replace 的写法是“路径 [版本] => 路径 版本”或“路径 [版本] => 目录”',
  },
  'gomod.godebug-usage': {
    en: 'line {line}: godebug takes key=value, without quotes and commas',
    zh: '第 {line} 行：godebug 需要 key=value，不能含引号和逗号',
  },
  'gomod.bad-quotes': { en: 'line {line}: malformed string {token}', zh: '第 {line} 行：字符串 {token} 不合法' },
  'gomod.stray-quote': {
    en: 'line {line}: {token} has quotes; only "…" around the whole may be used',
    zh: '第 {line} 行：{token} 含引号，只能用 "…" 括住整个词',
  },
  'gomod.go-version': {
    en: 'line {line}: malformed go version "{version}", must be as 1.23.0',
    zh: '第 {line} 行：go 版本 "{version}" 不合法，应形如 1.23.0',
  },
  'gomod.toolchain-name': {
    en: 'line {line}: malformed toolchain name "{name}", must be as go1.23.0, or default',
    zh: '第 {line} 行：工具链名 "{name}" 不合法，应形如 go1.23.0，或为 default',
  },
  'gomod.version': {
    en: 'line {line}: malformed version {version}, must be as v1.2.3',
    zh: '第 {line} 行：版本号 {version} 不合法，应形如 v1.2.3',
  },
  'gomod.module-path': {
    en: 'line {line}: malformed major version at the end of module path "{path}"',
    zh: '第 {line} 行：模块路径 "{path}" 末尾的主版本不合法',
  },
  'gomod.path-major': {
    en: 'line {line}: version {version} does not fit the module path, which asks for {major}',
    zh: '第 {line} 行：版本 {version} 与模块路径不符，路径要求 {major}',
  },
  'gomod.replace-no-version': {
    en: 'line {line}: replacement "{path}" is no directory and has no version',
    zh: '第 {line} 行：替换目标 "{path}" 不是目录，也没有版本',
  },
  'gomod.replace-at-sign': {
    en: 'line {line}: replacement must be written path version, not path@version: "{path}"',
    zh: '第 {line} 行：替换目标应写作“路径 版本”，不能写作“路径@版本”："{path}"',
  },
  'gomod.replace-backslash': {
    en: 'line {line}: replacement directory "{path}" is a Windows path',
    zh: '第 {line} 行：替换目录 "{path}" 是 Windows 路径',
  },
  'gomod.replace-directory-version': {
    en: 'line {line}: replacement directory "{path}" cannot have a version',
    zh: '第 {line} 行：替换目录 "{path}" 不能带版本',
  },
  'gomod.retract-version': {
    en: 'line {line}: retract takes a version, or an interval [low, high]',
    zh: '第 {line} 行：retract 需要一个版本或区间 [低, 高]',
  },
  'gomod.retract-interval': {
    en: 'line {line}: an interval is written [low, high]',
    zh: '第 {line} 行：区间应写作 [低, 高]',
  },
  'gomod.retract-trailing': {
    en: 'line {line}: unexpected "{token}" after the versions',
    zh: '第 {line} 行：版本之后出现多余的 "{token}"',
  },
} as const satisfies Record<string, Text>
