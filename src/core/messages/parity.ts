import type { Text } from './text.ts'

/** Messages: why parity cannot be made or used. */
export const parityTexts = {
  'parity.count': {
    en: 'at least 1 data file is needed, and at most {most} files in all; {data} of data and {parity} of parity were named',
    zh: '至少需要 1 个数据文件，总数不超过 {most} 个；给出的是数据 {data} 个、校验 {parity} 个',
  },
  'parity.too-few': {
    en: '{have} of the {need} that are needed are there',
    zh: '需要 {need} 个，现有 {have} 个',
  },
  'parity.size': { en: '{size} bytes instead of {expected}', zh: '大小为 {size} 字节，应为 {expected} 字节' },
} as const satisfies Record<string, Text>
