import type { Text } from './text.ts'

/** Messages: what an S3-compatible object store answered, and what to do about it. */
export const s3Texts = {
  's3-unreachable': {
    en: 'the object store at {endpoint} does not answer ({why}): is it up, and may this machine reach it?',
    zh: '对象存储 {endpoint} 没有应答（{why}）：请检查其是否运行、本机能否访问',
  },
  's3-busy': {
    en: 'the object store at {endpoint} is overloaded or failing ({why}): look at it there',
    zh: '对象存储 {endpoint} 过载或出现故障（{why}）：请到该处检查',
  },
  's3-denied': {
    en: 'the object store at {endpoint} refuses this for the bucket {bucket} ({why}): check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, what that key may do there, and the clocks of both machines',
    zh: '对象存储 {endpoint} 拒绝对存储桶 {bucket} 的操作（{why}）：请检查 AWS_ACCESS_KEY_ID 与 AWS_SECRET_ACCESS_KEY、该密钥的权限以及两台机器的时钟',
  },
  's3-no-key': {
    en: 'there are no credentials for the object store at {endpoint}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment of goferry',
    zh: '缺少对象存储 {endpoint} 的凭据：请在 goferry 的环境变量中设置 AWS_ACCESS_KEY_ID 与 AWS_SECRET_ACCESS_KEY',
  },
  's3-no-bucket': {
    en: 'the object store at {endpoint} has no bucket {bucket}: make it there first',
    zh: '对象存储 {endpoint} 中没有存储桶 {bucket}：请先在该处创建',
  },
  's3-full': {
    en: 'the object store at {endpoint}, or the quota of its bucket {bucket}, is full ({why}): make room there',
    zh: '对象存储 {endpoint} 或其存储桶 {bucket} 的配额已满（{why}）：请在该处腾出空间',
  },
  's3-answer': {
    en: 'the object store at {endpoint} answered {why} for the bucket {bucket}',
    zh: '对象存储 {endpoint} 对存储桶 {bucket} 的操作返回 {why}',
  },
  's3-no-conditions': {
    en: 'the object store at {endpoint} does not heed conditions (If-None-Match: *), and two writers could undo each other there: take one that does',
    zh: '对象存储 {endpoint} 不支持条件写入（If-None-Match: *），两个写入者可能互相覆盖：请改用支持的存储',
  },
  's3-no-ranges': { en: 'another part came than was asked for', zh: '返回的部分与所请求的不符' },
  's3-changed': { en: 'it was replaced or removed while it was read', zh: '读取期间被替换或删除' },
} as const satisfies Record<string, Text>
