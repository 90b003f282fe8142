import type { Text } from './text.ts'

/** Messages: what the go command is shown, and why a pull failed. */
export const serveTexts = {
  'upstream-url': { en: 'not an http, https or file URL', zh: '不是 http、https 或 file 地址' },
  'upstream-url-query': { en: 'the URL must have no query and no fragment', zh: '地址不能带查询参数或片段' },
  'upstream-unreachable': { en: 'it cannot be reached ({why})', zh: '无法连接（{why}）' },
  'upstream-broken': { en: 'the connection or the file broke off ({why})', zh: '连接或文件读取中断（{why}）' },
  'upstream-text': { en: 'it says {code} {text}', zh: '上游返回 {code} {text}' },
  'upstream-silent': { en: 'nothing came for {seconds} s', zh: '{seconds} 秒内没有响应' },
  'upstream-slow': {
    en: 'fewer than {bytes} bytes came in {seconds} s',
    zh: '{seconds} 秒内收到的数据不足 {bytes} 字节',
  },
  'upstream-status': { en: 'it answered {code} {text}', zh: '返回 {code} {text}' },
  'upstream-length': {
    en: '{got} bytes came, {announced} were announced',
    zh: '收到 {got} 字节，声明为 {announced} 字节',
  },
  'upstream-body-limit': { en: 'more than {limit} bytes', zh: '超过 {limit} 字节' },
  'upstream-outside': { en: 'a link leads out of the folder', zh: '符号链接指向目录之外' },
  'upstream-redirects': { en: 'more than {limit} redirects', zh: '重定向超过 {limit} 次' },
  'upstream-redirect-malformed': { en: 'malformed redirect from {host}', zh: '{host} 的重定向不合法' },
  'upstream-redirect-plain': { en: 'redirect from https to http at {host}', zh: '从 https 重定向到 http：{host}' },
  'upstream-redirect-internal': { en: 'redirect into an internal network: {host}', zh: '重定向指向内部网络：{host}' },
  'upstream-html': { en: 'a web page came instead', zh: '收到的是网页' },

  'tls-self-signed': {
    en: 'the certificate of {host} is not trusted: {owner} signed it itself. Install it in the certificate store of the system, or name it by SSL_CERT_FILE (for goferry alone NODE_EXTRA_CA_CERTS)',
    zh: '{host} 的证书不受信任：由 {owner} 自签名。请将其加入系统证书库，或用 SSL_CERT_FILE 指定（仅 goferry 可用 NODE_EXTRA_CA_CERTS）',
  },
  'tls-unknown-issuer': {
    en: 'the certificate of {host} ({owner}) is not trusted: nobody here knows its issuer, {issuer}. Install that authority in the certificate store of the system, or name it by SSL_CERT_FILE (for goferry alone NODE_EXTRA_CA_CERTS); or the server does not send the certificates between',
    zh: '{host} 的证书（{owner}）不受信任：本机不认识其签发者 {issuer}。请将该机构加入系统证书库，或用 SSL_CERT_FILE 指定（仅 goferry 可用 NODE_EXTRA_CA_CERTS）；也可能是服务器没有发送中间证书',
  },
  'tls-dates': {
    en: 'the certificate of {host} ({owner}) is good from {from} to {to} only: it must be renewed there, or the clock here is wrong',
    zh: '{host} 的证书（{owner}）有效期仅为 {from} 至 {to}：需由对方更换证书，或本机时钟有误',
  },
  'tls-other-host': {
    en: 'the certificate of {host} ({owner}) is for other names: {names}. Use one of them in the URL, or have a certificate made for this one',
    zh: '{host} 的证书（{owner}）属于其他名称：{names}。请在 URL 中使用其中之一，或为该名称签发证书',
  },
  'tls-refused': {
    en: 'the certificate of {host} ({owner}, issued by {issuer}) is refused: {why}',
    zh: '{host} 的证书（{owner}，由 {issuer} 签发）被拒绝：{why}',
  },
  'pull-hash': { en: '{file} is {got}, the record says {wanted}', zh: '{file} 为 {got}，而记录为 {wanted}' },
  'pull-incompatible': {
    en: 'a module that has a go.mod is known from v2 on by the path with its major version: look for {other}',
    zh: '含有 go.mod 的模块从 v2 起以带主版本号的路径收录：请查找 {other}',
  },
  'pull-other-info': {
    en: 'its .info is {got}, and the log names {wanted}, which was taken from a source that says it in other bytes: bring it back from there (goferry add with the --modcache, --athens or --upstream of that time), or from a backup',
    zh: '其 .info 为 {got}，而日志记录为 {wanted}，当时取自另一个来源，字节不同：请从原来源取回（goferry add 并给出当时的 --modcache、--athens 或 --upstream），或从备份中恢复',
  },
  'pull-conflict': {
    en: 'the log holds {held}, the public database lists {other}',
    zh: '本节点日志中为 {held}，公共校验数据库为 {other}',
  },

  'policy-denied': { en: 'it matches a deny pattern', zh: '匹配了拒绝（deny）规则' },
  'policy-not-allowed': { en: 'it matches no allow pattern', zh: '不在允许（allow）规则之内' },
  'policy-reserved': {
    en: 'it is an internal module: it is never asked upstream, and is not held here',
    zh: '这是内部模块：从不向上游请求，而本节点没有它',
  },

  'upstream-no-folder': { en: 'there is no such folder', zh: '该目录不存在' },
  'upstream-direct': {
    en: 'no proxy of GOPROXY has it, and "direct" is refused: goferry takes modules from a proxy only, never from version control',
    zh: 'GOPROXY 中的代理都没有它，而 "direct" 被拒绝：goferry 只从代理获取模块，从不访问版本控制系统',
  },
  'upstream-off': {
    en: 'no proxy of GOPROXY has it, and "off" ends the chain',
    zh: 'GOPROXY 中的代理都没有它，且链以 "off" 结束',
  },
  'goproxy-direct': {
    en: '"direct" in GOPROXY is ignored: goferry takes modules from a proxy only',
    zh: '忽略 GOPROXY 中的 "direct"：goferry 只从代理获取模块',
  },
  'goproxy-off': { en: 'GOPROXY is off: no upstream', zh: 'GOPROXY 为 off：没有上游' },
  'goproxy-rest': { en: 'only the first URL in GOPROXY is used', zh: '仅使用 GOPROXY 中的第一个地址' },
  'goproxy-self': {
    en: 'go env GOPROXY names this node: what it is without go env -w is taken; the setting upstream says another',
    zh: 'go env GOPROXY 指向本节点：改用未经 go env -w 修改的值；可用配置 upstream 指定其他上游',
  },
  'goproxy-self-only': {
    en: 'go env GOPROXY names this node itself: give --upstream, or the setting upstream',
    zh: 'go env GOPROXY 指向本节点自身：请给出 --upstream，或设置 upstream',
  },
  'goproxy-itself': {
    en: 'this is the node itself: name the proxy that it is to take modules from',
    zh: '这是节点自身：请指定要从中获取模块的代理',
  },
  'goproxy-no-go': { en: 'go env GOPROXY could not be asked: no upstream', zh: '无法执行 go env GOPROXY：没有上游' },
} as const satisfies Record<string, Text>
