import type { Text } from './text.ts'

/** Messages: what a command that does a node's work itself says of the journal's events; `up` writes them as JSON. */
export const journalTexts = {
  'journal.info-not-taken': {
    en: '{module} came without its .info, which the upstream did not give; a client that asks for it makes the node try again',
    zh: '{module} 未能取得 .info：上游没有提供；有客户端请求时节点会再次尝试',
  },
  'journal.stored-tile-damaged': {
    en: 'a kept tile of the public checksum database was damaged, and is fetched again: {key}',
    zh: '公共校验数据库的一个已存分片损坏，已重新获取：{key}',
  },
  'journal.log-stage-left': {
    en: 'a temporary file could not be removed; the next start tries again: {stage}',
    zh: '临时文件无法删除，下次启动时再试：{stage}',
  },
  'journal.index-made-anew': {
    en: 'the index was damaged or of another log, and is made anew; nothing is lost',
    zh: '索引已损坏或属于另一日志，正在重新生成；不会丢失任何内容',
  },
  'journal.index-not-in-step': {
    en: 'the index could not be brought in step with the log; nothing is lost, and goferry rebuild makes it again',
    zh: '索引未能与透明日志同步；不会丢失任何内容，可用 goferry rebuild 重新生成',
  },
  'journal.log-sealed': {
    en: 'the folder was restored from a backup and has not caught up: it is read, and nothing new is signed',
    zh: '目录由备份恢复且尚未追平：可以读取，但不签署任何新内容',
  },
  'journal.job-queue-failed': {
    en: 'the database of the jobs did not answer, and is asked again: {error}',
    zh: '任务数据库未应答，将再次尝试：{error}',
  },
  'journal.job-report-failed': {
    en: 'how far job {job} is could not be written, and is written the next time: {error}',
    zh: '任务 {job} 的进展未能写入，下次再写：{error}',
  },
  'journal.job-end-failed': {
    en: 'how job {job} ended could not be written, and is tried again: {error}',
    zh: '任务 {job} 的结束状态未能写入，将再次尝试：{error}',
  },
} as const satisfies Record<string, Text>
