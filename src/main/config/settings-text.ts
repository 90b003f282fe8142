import { stringify } from 'yaml'
import { catalogue } from '../../core/messages/catalogue.ts'
import { fill, type Lang } from '../../core/messages/text.ts'
import { type SettingDescription, settingDescriptions } from './describe-settings.ts'

/** A settings file that changes nothing: every setting as a comment, with what it means in `lang`, and its default. */
export function settingsText(lang: Lang): string {
  const blocks = settingDescriptions.map(setting => block(setting, lang))
  return `${comment(fill(catalogue['settings.file'], lang))}\n${blocks.map(text => `\n${text}`).join('')}`
}

/** `# text` is for the reader; `#key: value` becomes a setting without its `#`. */
function block(setting: SettingDescription, lang: Lang): string {
  const { key, meaning, allowed, default: preset, example, variables } = setting
  const means = fill(catalogue[meaning], lang, { allowed: allowed.join(', ') })
  const note = preset === undefined ? ` (${fill(catalogue['settings.example'], lang)})` : ''
  const names = variables.map(({ name }) => name).join(', ')
  const value = stringify({ [key]: preset ?? example }, { lineWidth: 0, flowCollectionPadding: false })
  const lines = value.trimEnd().split('\n')
  return `${comment(`${means}\n${names}${note}`)}\n${lines.map(line => `#${line}`).join('\n')}\n`
}

function comment(text: string): string {
  return text
    .split('\n')
    .map(line => `# ${line}`)
    .join('\n')
}
