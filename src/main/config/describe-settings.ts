import { z } from 'zod'
import { catalogue, type MessageKey } from '../../core/messages/catalogue.ts'
import { schema } from './schema.ts'

/** One setting, for its reference page, its environment variable and what is said where it is wrong. */
export interface SettingDescription {
  readonly key: string
  /** `GOFERRY_STOP_SECONDS`; `GOFERRY_TLS_CERT` and `GOFERRY_TLS_KEY` for a map. */
  readonly variables: readonly SettingVariable[]
  /** `string`, `integer`, `list`, `map`. */
  readonly type: string
  /** The values that there are, where they are few. */
  readonly allowed: readonly string[]
  /** Undefined where it has none. */
  readonly default: unknown
  /** A value to show where there is no default. */
  readonly example: unknown
  readonly meaning: MessageKey
}

/** An environment variable and the place that it sets. */
export interface SettingVariable {
  readonly name: string
  readonly path: readonly [key: string] | readonly [key: string, part: string]
  /** Whether the value is taken as it stands; else it is YAML. */
  readonly isText: boolean
}

/** What zod says of a setting in the terms of JSON Schema. */
const property = z.object({
  type: z.string(),
  enum: z.array(z.string()).default([]),
  default: z.unknown().optional(),
  example: z.unknown().optional(),
  meaning: z.custom<MessageKey>(key => typeof key === 'string' && Object.hasOwn(catalogue, key)),
  properties: z.record(z.string(), z.unknown()).default({}),
})

/** Every setting, in the order of the schema. */
export const settingDescriptions: readonly SettingDescription[] = describeAll()

function describeAll(): SettingDescription[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' })
  return Object.entries(properties).map(([key, found]) => {
    const { type, enum: allowed, default: preset, example, meaning, properties: parts } = property.parse(found)
    const name = variableOf(key)
    const own: SettingVariable = { name, path: [key], isText: type === 'string' }
    const inner = Object.keys(parts).map((part): SettingVariable => {
      return { name: `${name}_${variableOf(part, '')}`, path: [key, part], isText: typeOf(parts[part]) === 'string' }
    })
    const names: Record<string, string> = { array: 'list', object: 'map' }
    const variables = inner.length > 0 ? inner : [own]
    return { key, variables, type: names[type] ?? type, allowed, default: preset, example, meaning }
  })
}

/** The type of a part of a map. */
function typeOf(part: unknown): unknown {
  return z.object({ type: z.string() }).safeParse(part).data?.type
}

/** `stopSeconds` becomes `GOFERRY_STOP_SECONDS`. */
function variableOf(key: string, prefix = 'GOFERRY_'): string {
  return prefix + key.replace(/[A-Z]/g, '_$&').toUpperCase()
}
