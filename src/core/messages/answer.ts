import type { Text } from './text.ts'

/**
 * Messages: what a node answers the go command, besides the errors
 * themselves. At most 8 lines of 80 bytes reach a terminal.
 */
export const answerTexts = {
  'answer.not-canonical': {
    en: 'only .info may be asked for a branch, commit or version prefix',
    zh: '分支、提交或版本前缀只能请求 .info',
  },
  'answer.recalled': { en: 'this version was recalled: {why}', zh: '该版本已被召回：{why}' },
  'answer.no-upstream': {
    en: 'this node takes nothing from an upstream',
    zh: '本节点不从任何上游获取模块',
  },
  'answer.below-module': {
    en: 'it lies below a module that is known, and is no module itself',
    zh: '它位于一个已知模块之下，本身不是模块',
  },
  'answer.below-module-unsaid': {
    en: 'it lies below a module that is known, and the upstream could not say whether it is one itself; the node tells more in its journal',
    zh: '它位于一个已知模块之下，而上游未能说明它本身是否为模块；详见节点日志',
  },
  'answer.no-complete-version': { en: 'no complete version is held', zh: '没有完整的版本' },
  'answer.foreign-sumdb': {
    en: 'only the databases {own} and {public} are served here',
    zh: '此处只提供校验数据库 {own} 和 {public}',
  },
  'answer.loopback-only': {
    en: 'data tiles and the index are only for the node itself, until nodes can be authenticated',
    zh: '在节点身份可认证之前，数据分片和索引仅供本机访问',
  },
  'answer.empty-log': { en: 'the log has no entry yet', zh: '透明日志尚无条目' },
  'answer.not-in-log': {
    en: 'the file is there, but no entry of the log names it',
    zh: '文件存在，但透明日志中没有对应条目',
  },
  'answer.damaged': {
    en: 'the log names {wanted}, the file has {found}; it is not served',
    zh: '透明日志记录为 {wanted}，文件实际为 {found}；不予提供',
  },
  'answer.remedy-upstream': {
    en: 'The miss was recorded. To bring it: goferry up --upstream URL (ask the operator of this node)',
    zh: '已记录此次缺失。获取方法：goferry up --upstream URL（请联系本节点的管理员）',
  },
  'answer.remedy-unlisted': {
    en: "To take it all the same: goferry up --unlisted '{path}=REASON' (the operator of this node decides)",
    zh: "如仍需获取：goferry up --unlisted '{path}=原因'（由本节点的管理员决定）",
  },
  'answer.remedy-policy': {
    en: 'The settings of this node decide this: see allow, deny and reserved.',
    zh: '由本节点的配置决定：见 allow、deny 与 reserved。',
  },
  'answer.remedy-own-log': {
    en: "To verify against this node's own log instead, set GOSUMDB as goferry env prints it",
    zh: '可改用本节点自己的透明日志核对：按 goferry env 的输出设置 GOSUMDB',
  },
  'answer.internal': {
    en: 'something went wrong inside the node; its journal says more',
    zh: '节点内部出错；详情见其运行日志',
  },
  'answer.read-only': { en: 'only GET and HEAD are answered here', zh: '此处只接受 GET 和 HEAD' },
  'answer.url-too-long': { en: 'the URL is longer than {limit} bytes', zh: 'URL 超过 {limit} 字节' },
  'answer.no-relay': {
    en: 'this node has no upstream through which to ask the public checksum database',
    zh: '本节点没有上游，无法查询公共校验数据库',
  },
  'answer.index-query': {
    en: 'since is an RFC 3339 time, limit a whole number above 0',
    zh: 'since 应为 RFC 3339 时间，limit 应为大于 0 的整数',
  },
  'answer.where': { en: '(goferry {node}, request {request})', zh: '（goferry {node}，请求 {request}）' },
} as const satisfies Record<string, Text>
