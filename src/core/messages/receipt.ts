import type { Text } from './text.ts'

/** Messages: receipts of sites. */
export const receiptTexts = {
  'receipt.site-name': {
    en: 'a site is named by lower-case letters, digits and hyphens, 32 at most',
    zh: '站点名称只能含小写字母、数字和连字符，最多 32 个',
  },
  'receipt.other-key': {
    en: 'the site is known by another key, which stays: take another name for the new one',
    zh: '该站点已登记另一密钥，不会被替换：请为新密钥另取名称',
  },
  'receipt.no-site': {
    en: 'no such site: goferry ferry site add NAME --key KEY',
    zh: '没有该站点：goferry ferry site add 名称 --key 密钥',
  },
  'receipt.ahead': {
    en: 'the site has {size} entries and this log {own}: the log went back in time; restore it before it signs more',
    zh: '该站点已有 {size} 条，而本日志只有 {own} 条：日志发生了回退，请先恢复再继续签名',
  },
  'receipt.fork': {
    en: 'at {size} entries the site has another tree than this log, {root}: both were signed by this log; keep the receipt and find out who holds its key',
    zh: '在第 {size} 条处，站点的树 {root} 与本日志不同，而两者都由本日志签名：请保留回执，并查明谁持有日志密钥',
  },
  'receipt.unsigned': {
    en: 'this log and the site must both have signed it: {why}',
    zh: '须由本日志与该站点共同签名：{why}',
  },
  'receipt.no-checkpoint': {
    en: 'bring a checkpoint of the log {name} of this node (its public/checkpoint, or a receipt of a site), as it was carried: {why}',
    zh: '请带来本节点日志 {name} 的检查点（其 public/checkpoint 或站点的回执），内容须与带出时一致：{why}',
  },
  'receipt.none': {
    en: 'no import was completed yet',
    zh: '尚未完成任何导入',
  },
} as const satisfies Record<string, Text>
