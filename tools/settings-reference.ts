import { catalogue } from '../src/core/messages/catalogue.ts'
import { fill, type Lang } from '../src/core/messages/text.ts'
import { type SettingDescription, settingDescriptions } from '../src/main/config/describe-settings.ts'

/** Where the settings are described. */
export const settingsPage = 'docs/reference/settings.md'

/** The page of all settings: name, variable, type, default, and what each means in both languages. */
export function settingsReference(): string {
  return `# Settings

<!-- Written by tools/gen-reference.ts from src/main/config/schema.ts: change it there. -->

A settings file is YAML: the one that \`--config FILE\` names, else \`goferry.yaml\` in the node's folder. \`goferry init\`
writes one, with every key as a comment. Every key has an environment variable too, whose value is YAML where the setting is
no string. A flag goes before a variable, a variable before the file. Unknown keys and variables are errors.
\`GOFERRY_DATA\` names the node's folder (\`--data\`), \`GOFERRY_KEY\` may hold the private key instead of a file,
\`GOFERRY_DATABASE_PASSWORD\` the password of the database.

配置文件为 YAML：由 \`--config FILE\` 指定，否则为节点目录中的 \`goferry.yaml\`。\`goferry init\` 可写出列有全部键（均为注释）的文件。
每个键都有对应的环境变量，非字符串的值按 YAML 书写。优先级：命令行选项、环境变量、文件。
未知的键或变量即为错误。\`GOFERRY_DATA\` 指定节点目录（同 \`--data\`），\`GOFERRY_KEY\` 可代替文件提供私钥，\`GOFERRY_DATABASE_PASSWORD\` 给出数据库密码。

| key | variable | type | default | meaning | 含义 |
| --- | --- | --- | --- | --- | --- |
${settingDescriptions.map(row).join('\n')}

\`\`\`yaml
# goferry.yaml
listen: 10.0.0.5:8642
base: /goproxy
upstream: https://proxy.example/goproxy
reserved: [corp.example]
unlisted:
  - vendor.example/*=bought under contract 17
tls:
  cert: /etc/goferry/cert.pem
  key: /etc/goferry/key.pem
\`\`\`
`
}

function row({ key, variables, type, allowed, default: preset, meaning }: SettingDescription): string {
  const says = (lang: Lang) => fill(catalogue[meaning], lang, { allowed: allowed.join(', ') }).replaceAll('|', '\\|')
  const names = variables.map(({ name }) => `\`${name}\``).join(' ')
  const shown = preset === undefined ? '' : `\`${JSON.stringify(preset)}\``
  return `| \`${key}\` | ${names} | ${type} | ${shown} | ${says('en')} | ${says('zh')} |`
}
