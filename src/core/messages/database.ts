import type { Text } from './text.ts'

/** Messages: what is wrong with a database, or with the setting that names it. */
export const databaseTexts = {
  'database-damaged': { en: 'the database is damaged', zh: '数据库已损坏' },
  'database-locked': {
    en: 'another process has been writing to it for 10 seconds; try again later',
    zh: '另一进程已连续写入 10 秒；请稍后重试',
  },
  'database-conflict': {
    en: 'the same rows were changed by others again and again; try again later',
    zh: '相同的数据行不断被其他进程修改；请稍后重试',
  },
  'database-slow': {
    en: 'the server did not answer within 30 seconds; look at its load and its locks',
    zh: '服务器未在 30 秒内应答；请检查其负载与锁',
  },
  'database-disk-full': { en: 'the disk of the server is full', zh: '服务器的磁盘已满' },
  'database-away': {
    en: 'no answer ({problem}): is the server running, is the address right, does a firewall lie between?',
    zh: '没有应答（{problem}）：请检查服务器是否运行、地址是否正确、是否被防火墙拦截',
  },
  'database-password': {
    en: 'the server does not let the user {user} in: see pg_hba.conf there, and GOFERRY_DATABASE_PASSWORD here',
    zh: '服务器不允许用户 {user} 登录：请检查服务器上的 pg_hba.conf 和本机的 GOFERRY_DATABASE_PASSWORD',
  },
  'database-none': {
    en: 'the server has no database {database}: createdb -O {user} {database}',
    zh: '服务器上没有数据库 {database}：createdb -O {user} {database}',
  },
  'database-rights': {
    en: 'the user {user} may not do this: let it own the schema {schema}, or grant it create on the database {database}',
    zh: '用户 {user} 没有权限：请让其拥有模式 {schema}，或授予其在数据库 {database} 上的 create 权限',
  },
  'database-tls': {
    en: 'no safe connection: {problem}; see sslmode and sslrootcert in docs/operate/database.md',
    zh: '无法建立安全连接：{problem}；参见 docs/operate/database.md 中的 sslmode 和 sslrootcert',
  },
  'database-answered': { en: 'the server answered {code}', zh: '服务器返回 {code}' },
  'database-foreign': {
    en: '{where} holds tables that goferry did not make; nothing was changed: name another',
    zh: '{where} 中有并非 goferry 创建的表；未作任何更改：请另行指定',
  },
  'database-other-node': {
    en: '{where} is of the node {owner}; nothing was changed: name another schema (…?schema=NAME) for this node',
    zh: '{where} 属于节点 {owner}；未作任何更改：请为本节点另行指定模式（…?schema=名称）',
  },
  'database-newer': {
    en: '{where}: a newer goferry wrote version {found} of its tables for {part}, and this one knows {own}; nothing was changed: use the newer version',
    zh: '{where}：较新的 goferry 已写入 {part} 表的版本 {found}，而本程序只认识版本 {own}；未作任何更改：请使用较新的版本',
  },
  'database-url': {
    en: 'sqlite, or postgres://USER@HOST:PORT/DATABASE?OPTION=VALUE',
    zh: '应为 sqlite 或 postgres://用户@主机:端口/数据库?选项=值',
  },
  'database-url-password': {
    en: 'it holds a password, and settings are no place for one: give it as GOFERRY_DATABASE_PASSWORD or in the file .pgpass',
    zh: '其中含有密码，而配置文件不应存放密码：请通过 GOFERRY_DATABASE_PASSWORD 或 .pgpass 文件提供',
  },
  'database-url-option': {
    en: 'unknown option {option}; there are {allowed}',
    zh: '未知选项 {option}；可用选项：{allowed}',
  },
  'database-url-schema': {
    en: 'the schema is a name of at most 63 lower-case letters, digits and _, and does not begin with a digit or pg_',
    zh: 'schema 须为最多 63 个小写字母、数字和下划线组成的名称，且不以数字或 pg_ 开头',
  },
  'database-url-sslmode': { en: 'sslmode is one of {allowed}', zh: 'sslmode 须为以下之一：{allowed}' },
  'database-url-authorities': {
    en: 'sslrootcert is a file of certificates in PEM, by its whole path',
    zh: 'sslrootcert 须为 PEM 证书文件的绝对路径',
  },
  'database-authorities': {
    en: 'the file of sslrootcert cannot be read ({problem})',
    zh: '无法读取 sslrootcert 指定的文件（{problem}）',
  },
} as const satisfies Record<string, Text>
