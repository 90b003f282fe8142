import type { Text } from './text.ts'

/** Messages: bundles, on their way out and in. */
export const bundleTexts = {
  'bundle.revoked': {
    en: 'the trust policy has revoked {key}: {why}',
    zh: '信任策略已吊销 {key}：{why}',
  },
  'bundle.key-time': {
    en: '{good} of {needed} needed signatures count: a key is not good at this time or when the bundle was cut ({keys})',
    zh: '需要 {needed} 个签名，有效 {good} 个：有密钥当前或在制作摆渡包时不在有效期内（{keys}）',
  },
  'bundle.few-keys': {
    en: '{good} of {needed} needed signatures are there ({keys}): have it signed by another bundle key (goferry ferry sign)',
    zh: '需要 {needed} 个签名，现有 {good} 个（{keys}）：请用另一个摆渡包密钥补签（goferry ferry sign）',
  },
  'bundle.unknown-keys': {
    en: 'no key of the trust policy signed it',
    zh: '没有信任策略中的密钥为其签名',
  },
  'bundle.bad-signature': {
    en: 'it is not what its key signed ({why}): it was changed, or damaged on the way; bring the header from another disc',
    zh: '其内容与签名不符（{why}）：已被改动或在途中损坏，请从另一张盘取包头',
  },
  'bundle.other-origin': {
    en: 'the trust policy names no mirror {origin}',
    zh: '信任策略中没有镜像站 {origin}',
  },
  'bundle.other-site': {
    en: 'it was cut for the site {site}, and this is {own}',
    zh: '该包为站点 {site} 制作，本站点为 {own}',
  },
  'bundle.expired': {
    en: 'it could be imported until {expires}: have it cut anew',
    zh: '其有效期至 {expires}：请重新制作',
  },
  'bundle.other-head': {
    en: 'the checkpoint of the log is not that of the header',
    zh: '日志检查点与包头不符',
  },
  'bundle.reason-needed': {
    en: 'a refusal needs a reason of one line',
    zh: '拒绝须附一行理由',
  },
  'bundle.approval-form': {
    en: 'it is no approval of a bundle',
    zh: '不是摆渡包的审批',
  },
  'bundle.small-medium': {
    en: 'each disc also has the header and the list of entries, {fixed} bytes: take a larger one',
    zh: '每张盘还要存放包头和条目清单，共 {fixed} 字节：请选用更大的介质',
  },
  'bundle.many-volumes': {
    en: 'it would be {count} volumes of {size} bytes, and a bundle has at most {limit}: take larger volumes or less parity',
    zh: '将产生 {count} 个 {size} 字节的卷，超过上限 {limit}：请加大卷的大小或减少校验卷',
  },
  'flat.no-folder': { en: 'it is no folder', zh: '不是目录' },
  'flat.many-folders': {
    en: 'there are more than {limit} folders in it: name the folders of the discs',
    zh: '其中的目录超过 {limit} 个：请直接给出各盘所在目录',
  },
  'flat.no-file': { en: 'it is no regular file', zh: '不是普通文件' },
  'flat.many-files': { en: 'it holds more than {limit} files', zh: '其中的文件超过 {limit} 个' },
  'bundle.blob-damaged': {
    en: 'it does not have the bytes that the log names, and does not travel: goferry verify mends it',
    zh: '其内容与日志所记不符，不会装入摆渡包：运行 goferry verify 可修复',
  },
  'bundle.export-form': { en: 'it is no note of a bundle that was cut', zh: '不是摆渡包的制作记录' },
  'bundle.begins-late': {
    en: 'it would begin at entry {from}, and the log has {size}',
    zh: '起点为第 {from} 条，而日志只有 {size} 条',
  },
  'bundle.no-room': {
    en: 'the bundle takes {wanted} bytes, and {free} are free where it is to be written',
    zh: '摆渡包需要 {wanted} 字节，目标位置仅剩 {free} 字节',
  },
  'bundle.frame': { en: 'what comes before an object is not in its form', zh: '对象前的帧头格式不符' },
  'bundle.header-form': {
    en: 'line {line} is not what the header of a bundle has there',
    zh: '第 {line} 行不符合摆渡包头的格式',
  },
} as const satisfies Record<string, Text>
