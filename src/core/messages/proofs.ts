import type { Text } from './text.ts'

/** Messages: the recorded proofs of the public checksum database. */
export const proofsTexts = {
  'proofs-form': { en: 'it is no blob of proofs, or not a whole one', zh: '不是证明文件，或不完整' },
  'proofs-limit': { en: 'it is longer than proofs may be', zh: '超出证明文件的长度限制' },
  'proofs-heads': {
    en: 'heads are to stand one after the other, the newest first',
    zh: '树头应依次排列，最新的在前',
  },
  'proofs-records': {
    en: 'records are to stand by their ids, each version once',
    zh: '记录应按编号排列，每个版本仅一条',
  },
  'proofs-other-bytes': {
    en: 'it does not hold the bytes that the log names: goferry proofs refresh makes it anew',
    zh: '内容与透明日志所记不符：运行 goferry proofs refresh 可重新生成',
  },
  'proofs-failed': {
    en: '{failed} {failed:version:versions} could not be proved, each for the reason above',
    zh: '有 {failed} 个版本未能取得证明，原因见上文',
  },
  'proofs-none': {
    en: 'there are no recorded proofs yet: goferry proofs refresh makes them',
    zh: '尚无已记录的证明：运行 goferry proofs refresh 生成',
  },
  'answer.not-proved': {
    en: 'this node has no upstream, and its recorded proofs of the public checksum database do not hold it: they have to be refreshed where there is one (goferry proofs refresh)',
    zh: '本节点没有上游，且已记录的公共校验数据库证明中没有此项：需在有上游的节点上刷新（goferry proofs refresh）',
  },
  'cli.proofs': {
    en: 'recorded proofs of the public checksum database, by which stock go clients verify offline',
    zh: '公共校验数据库的已记录证明，供未作设置的 go 客户端离线核对',
  },
  'cli.proofs.refresh': {
    en: 'record what is new: the newest head, a proof for every public version in the log',
    zh: '记录新增内容：最新树头，以及日志中每个公共版本的证明',
  },
  'cli.proofs.show': {
    en: 'what is recorded: heads, versions, tiles, bytes',
    zh: '显示已记录的树头、版本、分片和字节数',
  },
  'cli.proofs.upstream': {
    en: 'GOPROXY to ask through (default: the setting, else what go env GOPROXY says)',
    zh: '经由哪个 GOPROXY 查询（默认取配置，否则取 go env GOPROXY 的值）',
  },
  'cli.proofs.refreshed': {
    en: 'recorded: {records} versions under the head of size {size}, {heads} older heads, {tiles} tiles, {bytes} ({each} a version); {asked} asked for, {failed} failed (a line each)',
    zh: '已记录：大小为 {size} 的树头下 {records} 个版本，{heads} 个旧树头，{tiles} 个分片，共 {bytes}（每个版本 {each}）；查询 {asked} 个，失败 {failed} 个（各占一行）',
  },
  'cli.proofs.current': {
    en: 'nothing is new: {records} versions under the head of size {size} stay recorded; {failed} failed (a line each)',
    zh: '没有新内容：大小为 {size} 的树头下仍有 {records} 个版本；失败 {failed} 个（各占一行）',
  },
} as const satisfies Record<string, Text>
