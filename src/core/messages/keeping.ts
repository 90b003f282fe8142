import type { Text } from './text.ts'

/** Messages: scrubbing a node and keeping it whole. */
export const keepingTexts = {
  'verify-no-upstream': {
    en: 'there is no upstream to fetch it from: give --upstream, or bring it back from a backup',
    zh: '没有可重新获取的上游：请给出 --upstream，或从备份中恢复',
  },
  'verify-no-copy': {
    en: 'its content is nowhere else in this folder: restore it from a backup or a replica',
    zh: '本目录中没有其他副本：请从备份或副本中恢复',
  },
  'verify-unhealed': {
    en: '{bad} {bad:file is:files are} bad and not mended; see above. Nothing of {bad:it:them} is served',
    zh: '有 {bad} 个文件损坏且未修复，详见上文；其内容不会对外提供',
  },
  'cli.verify': {
    en: 'hold every stored byte against the log, and mend what is bad',
    zh: '将全部已存内容与日志核对，并修复损坏之处',
  },
  'cli.verify.no-heal': { en: 'only name what is bad', zh: '只列出损坏之处，不修复' },
  'cli.verify.restart': {
    en: 'begin anew where an earlier run was not finished',
    zh: '上次未完成时也从头开始',
  },
  'cli.verify.upstream': {
    en: 'GOPROXY to fetch bad parts from (default: the setting, else what go env GOPROXY says)',
    zh: '重新获取损坏部分的上游 GOPROXY（默认取配置，否则取 go env GOPROXY 的值）',
  },
  'cli.verify.resumed': {
    en: 'going on from entry {from} of the log, where the last run ended (--restart begins anew)',
    zh: '从日志条目 {from} 继续上次未完成的巡检（--restart 可从头开始）',
  },
  'cli.verify.total': {
    en: '{parts} {parts:file:files} read, {size}: {bad} bad, {healed} healed',
    zh: '已读取 {parts} 个文件，{size}：损坏 {bad}，已修复 {healed}',
  },
} as const satisfies Record<string, Text>
