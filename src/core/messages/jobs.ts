import type { Text } from './text.ts'

/** Messages: jobs, why one ended, and the commands about them. */
export const jobTexts = {
  'job-absent': {
    en: 'no job of this number is kept; goferry job ls shows those that are',
    zh: '没有保留此编号的任务；goferry job ls 会列出现有任务',
  },
  'job-kind': { en: 'no kind of job', zh: '不是任何任务类型' },
  'job-priority': {
    en: 'a priority is a whole number from {lowest} to {highest}',
    zh: '优先级是 {lowest} 到 {highest} 之间的整数',
  },
  'job-is-ended': { en: 'it has ended already: {state}', zh: '任务已结束：{state}' },
  'job-succeeded': { en: 'it has succeeded: there is nothing to try again', zh: '任务已成功，无需重试' },
  'job-lost': {
    en: 'the process that ran it died or was cut off, at attempt {attempts}',
    zh: '执行该任务的进程已终止或失联（第 {attempts} 次尝试）',
  },
  'job-time': { en: 'it took more than {seconds} s', zh: '耗时超过 {seconds} 秒' },
  'job-silent': { en: 'it gave no sign of life for {seconds} s', zh: '{seconds} 秒内没有任何进展' },
  'job-memory': { en: 'it took more than {limit} of memory', zh: '内存占用超过 {limit}' },
  'job-crashed': { en: 'its process crashed: {how}', zh: '其进程崩溃：{how}' },
} as const satisfies Record<string, Text>
