import type { Text } from './text.ts'

/** Messages: the demonstration. */
export const demoTexts = {
  'cli.demo': {
    en: 'show the whole loop on this machine: mirror, bundle, gap, centre, build',
    zh: '在本机演示全过程：镜像站、摆渡包、网闸、总部中心、构建',
  },
  'cli.demo.project': { en: 'the project to carry: a module and its version', zh: '要搬运的项目：模块及版本' },
  'cli.demo.keep': { en: 'an empty folder in which all of it stays', zh: '用于保留全部产物的空目录' },
  'demo.no-go': {
    en: 'the demonstration builds with the go command, and there is none on PATH: install Go, or put it on PATH',
    zh: '演示需要用 go 命令构建，而 PATH 中没有：请安装 Go，或将其加入 PATH',
  },
  'demo.not-empty': { en: 'it must be an empty folder', zh: '须为空目录' },
  'demo.no-way': {
    en: 'it ended with exit code {code}; modules come from the first URL of go env GOPROXY, which must be within reach: set another with go env -w GOPROXY=URL, or for goferry alone with GOFERRY_UPSTREAM=URL',
    zh: '退出码为 {code}；模块取自 go env GOPROXY 的第一个地址，该地址须可访问：可用 go env -w GOPROXY=URL 更换，或仅为 goferry 设置 GOFERRY_UPSTREAM=URL',
  },
  'demo.open': {
    en: 'this system gives no network namespaces: what is called inside here is not cut off from the network',
    zh: '本系统不支持网络命名空间：以下所称“内部”并未真正断网',
  },
  'demo.stopped': { en: 'it was stopped; another call begins anew', zh: '已停止；再次运行将从头开始' },
  'demo.kept': {
    en: 'all of it lies in {folder}: mirror, media, centre, project, desk',
    zh: '全部产物位于 {folder}：mirror、media、centre、project、desk',
  },
  'demo.project': { en: 'Outside: the mirror takes a real project', zh: '外部：镜像站取得一个真实项目' },
  'demo.closure': {
    en: 'Outside: and all that go will ask for to build, vet and test it, each version verified',
    zh: '外部：取得构建、检查和测试它所需的一切，逐个版本核验',
  },
  'demo.rehearse': {
    en: 'Outside: a rehearsal without any network shows that nothing is missing',
    zh: '外部：断网预演，证明没有遗漏',
  },
  'demo.trust': {
    en: 'Both sides exchange public keys, by another way than the bundles',
    zh: '双方通过摆渡包以外的途径交换公钥',
  },
  'demo.cut': {
    en: 'Outside: a signed bundle is cut into small volumes, with one of parity',
    zh: '外部：制作签名摆渡包，分成小卷，外加一个校验卷',
  },
  'demo.lost': {
    en: 'Inside, where no network leads out: two volumes are lost. Refused, and each is named',
    zh: '内部（无任何外网）：丢失两卷。拒绝，并逐一指明',
  },
  'demo.tampered': {
    en: 'Inside: somebody changed one bit in each of two volumes. Refused',
    zh: '内部：两卷中各有一个比特被人改动。拒绝',
  },
  'demo.parity': {
    en: 'Inside: one volume is lost. Parity gives it back; the bundle waits in quarantine',
    zh: '内部：丢失一卷。校验卷将其恢复；摆渡包在隔离区等待审批',
  },
  'demo.approve': {
    en: 'Inside: an approver looks at it and signs; it is published in one step',
    zh: '内部：审批人查看并签名；一步发布',
  },
  'demo.build': {
    en: 'Inside: plain go builds, vets and tests the project, with its verification on',
    zh: '内部：原生 go 构建、检查并测试项目，校验全开',
  },
  'demo.replay': { en: 'Inside: the same bundle again. Refused', zh: '内部：再次导入同一摆渡包。拒绝' },
  'demo.receipt': {
    en: 'The receipt goes back: the next bundle would hold only what is new',
    zh: '回执带回：下一个摆渡包只含新增内容',
  },
  'demo.ended': { en: '(exit code {code}, {seconds} s)', zh: '（退出码 {code}，{seconds} 秒）' },
  'demo.done': { en: 'all of it went as it must, in {seconds} s', zh: '全部按预期完成，用时 {seconds} 秒' },
  'demo.other-end': {
    en: 'it ended with exit code {code} where {expected} is right',
    zh: '退出码为 {code}，应为 {expected}',
  },
} as const satisfies Record<string, Text>
