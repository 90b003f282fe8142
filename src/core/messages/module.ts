import type { Text } from './text.ts'

/** Messages: why a module path, version, file path or .info was refused. */
export const moduleTexts = {
  'path.invalid-utf8': { en: 'it is not valid UTF-8', zh: '不是有效的 UTF-8' },
  'path.empty': { en: 'it is empty', zh: '内容为空' },
  'path.leading-dash': { en: 'it begins with a dash', zh: '以连字符开头' },
  'path.double-slash': { en: 'it has two slashes in a row', zh: '含有连续的斜杠' },
  'path.trailing-slash': { en: 'it ends in a slash', zh: '以斜杠结尾' },
  'path.empty-element': { en: 'an element is empty', zh: '含有空的路径元素' },
  'path.dots': { en: 'the element "{element}" is nothing but dots', zh: '路径元素 "{element}" 只含点号' },
  'path.leading-dot': { en: 'an element begins with a dot', zh: '有路径元素以点号开头' },
  'path.trailing-dot': { en: 'an element ends in a dot', zh: '有路径元素以点号结尾' },
  'path.bad-char': { en: 'the character "{char}" is not allowed', zh: '不允许使用字符 "{char}"' },
  'path.windows-name': { en: '"{name}" is a device name of Windows', zh: '"{name}" 是 Windows 的设备名' },
  'path.tilde-digits': {
    en: 'an element looks like a short name of Windows (a tilde and digits)',
    zh: '有路径元素形似 Windows 短文件名（波浪号加数字）',
  },
  'path.no-domain': { en: 'the first element has no dot', zh: '第一个路径元素不含点号' },
  'path.bad-domain-char': {
    en: 'the first element must not hold "{char}"',
    zh: '第一个路径元素不允许使用字符 "{char}"',
  },
  'path.bad-major': { en: 'it does not end in a proper major version', zh: '末尾的主版本号不符合规则' },
  'escape.malformed': {
    en: 'it is not escaped properly: "!" stands before each lower-case letter that is meant as an upper-case one',
    zh: '转义不正确：大写字母须写作 "!" 加小写字母',
  },
  'escape.bang': { en: 'it holds "!"', zh: '含有 "!"' },
  'escape.non-ascii': { en: 'it holds a character outside ASCII', zh: '含有 ASCII 以外的字符' },
  'version.not-semver': { en: 'it is not a semantic version', zh: '不是语义化版本' },
  'version.wrong-major': {
    en: 'the major version of the path is {wanted}, that of the version {got}',
    zh: '路径的主版本为 {wanted}，而版本号的主版本为 {got}',
  },
  'version.not-range': {
    en: 'of several bounds, parted by spaces or commas, each is a range such as >=v1.2.0, <v2 or v1.2',
    zh: '以空格或逗号分隔的多个条件中，每个都应为范围，例如 >=v1.2.0、<v2 或 v1.2',
  },
  'version.ambiguous-range': {
    en: 'ambiguous: write all three numbers of the version, as in >v1.2.0',
    zh: '含义不明：请写出版本号的三个数字，例如 >v1.2.0',
  },
  'version.compatible': {
    en: '+incompatible is not for {major} of this path, which is compatible',
    zh: '该路径的 {major} 本身兼容，不使用 +incompatible',
  },
  'version.has-go-mod': {
    en: 'the module has a go.mod, so that its path must name the major version: {path}',
    zh: '该模块含有 go.mod，其路径必须带主版本号：{path}',
  },
  'version.not-canonical': { en: 'it is not in canonical form', zh: '不是规范形式' },
  'pseudo.malformed': { en: 'it is not a pseudo-version', zh: '不是伪版本' },
  'pseudo.bad-time': { en: 'the time of the pseudo-version does not exist', zh: '伪版本中的时间不存在' },
  'pseudo.build-without-base': {
    en: 'the pseudo-version has build metadata, but no version before it',
    zh: '伪版本带有构建元数据，却没有基准版本',
  },
  'pseudo.negative-patch': {
    en: 'the version before the pseudo-version would have a negative patch number',
    zh: '伪版本的基准版本修订号将为负数',
  },
  'info.invalid-utf8': { en: 'it is not valid UTF-8', zh: '不是有效的 UTF-8' },
  'info.not-json': { en: 'it is not a JSON object', zh: '不是 JSON 对象' },
  'info.ambiguous': {
    en: 'a key occurs twice, differs from a known one by case alone, or values are nested too deeply',
    zh: '键重复出现、与已知键仅大小写不同，或嵌套过深',
  },
  'info.bad-field': { en: 'the field "{field}" is not of its type', zh: '字段 "{field}" 的类型不正确' },
  'info.wrong-version': {
    en: 'it is of version "{got}" and not of the one that was asked for',
    zh: '其版本为 "{got}"，与请求的版本不符',
  },
  'info.wrong-time': {
    en: 'the time "{time}" is before that of the pseudo-version',
    zh: '时间 "{time}" 早于伪版本中的时间',
  },
  'info.bad-time': { en: 'the time "{time}" is not RFC 3339', zh: '时间 "{time}" 不符合 RFC 3339' },
} as const satisfies Record<string, Text>
