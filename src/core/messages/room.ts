import type { Text } from './text.ts'

/** Messages: how much a node may take, and what it gives up. */
export const roomTexts = {
  'room-reserve': {
    en: '{free} bytes are free, and the setting reserve keeps {reserve}: make room on the disk, or see goferry gc',
    zh: '磁盘剩余 {free} 字节，而配置 reserve 要求保留 {reserve}：请腾出磁盘空间，或使用 goferry gc',
  },
  'room-quota': {
    en: '{held} bytes of zips are held, and the setting quota allows {quota}: raise it, or see goferry gc',
    zh: '已持有 zip {held} 字节，而配置 quota 允许 {quota}：请调高配额，或使用 goferry gc',
  },
  'gc-under-way': {
    en: 'zips are being given up already: wait for that, or end it by Ctrl-C where it was started',
    zh: '正在放弃 zip：请等待其结束，或在启动处按 Ctrl-C 结束',
  },
  'cli.gc': {
    en: 'show the zips that nothing keeps, or give them up',
    zh: '列出无须保留的 zip，或将其放弃',
  },
  'cli.gc.apply': { en: 'give them up; without it they are only shown', zh: '实际放弃；不加则只列出' },
  'cli.gc.keep-for': {
    en: 'keep zips for so long after they were taken: 90d, 12w, 2y (default: the setting keepFor)',
    zh: '收入后保留 zip 的时长：90d、12w、2y（默认取配置 keepFor）',
  },
  'cli.gc.keep-newest': {
    en: 'keep so many newest versions of each module (default: the setting keepNewest)',
    zh: '每个模块保留的最新版本数（默认取配置 keepNewest）',
  },
  'cli.gc.quota': {
    en: 'give up the oldest until so much is held: 500GB (default: the setting quota)',
    zh: '从最早的开始放弃，直到不超过该大小：500GB（默认取配置 quota）',
  },
  'cli.gc.preview': {
    en: '{zips} {zips:zip:zips}, {size}, of {held}, {of}, would be given up (--apply does it)',
    zh: '将放弃 {zips} 个 zip，共 {size}；现有 {held} 个，共 {of}（加 --apply 执行）',
  },
  'cli.gc.done': {
    en: '{zips} {zips:zip:zips}, {size}, of {held}, {of}, {zips:was:were} given up',
    zh: '已放弃 {zips} 个 zip，共 {size}；原有 {held} 个，共 {of}',
  },
} as const satisfies Record<string, Text>
