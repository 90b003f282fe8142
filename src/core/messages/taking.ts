import type { Text } from './text.ts'

/** Messages: what a node takes from a verified bundle, and who approved it. */
export const takingTexts = {
  'taking.other-object': {
    en: 'its bytes are not those that the log of the mirror names',
    zh: '其内容与镜像站日志所记不符',
  },
  'taking.too-early': {
    en: 'it is {step} so far: goferry ferry in goes on with it',
    zh: '目前状态为 {step}：运行 goferry ferry in 继续',
  },
  'taking.nobody-decided': {
    en: '{needed} {needed:approval:approvals} {needed:is:are} needed of each entry: goferry ferry approve {id}',
    zh: '每个条目需要 {needed} 个审批：goferry ferry approve {id}',
  },
  'taking.all-refused': { en: 'the approvers refused all of it: {why}', zh: '审批人拒绝了全部内容：{why}' },
  'taking.other-bundle': {
    en: 'the approval is of another bundle: {bundle}',
    zh: '该审批属于另一个摆渡包：{bundle}',
  },
} as const satisfies Record<string, Text>
