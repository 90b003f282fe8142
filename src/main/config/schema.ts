import { z } from 'zod'
import { isGoferryError } from '../../core/errors.ts'
import type { MessageKey } from '../../core/messages/catalogue.ts'
import { arePrefixPatterns } from '../../core/module/pattern.ts'
import { isSemver } from '../../core/module/semver.ts'
import { parseAge, parseBytes } from '../../core/quantity.ts'
import { publicDatabaseKey } from '../../core/sumdb/public-database.ts'
import { ROLE_NAMES } from '../roles.ts'
import { ferrySettings } from './ferry.ts'
import { parseReplica } from './replica.ts'
import { mirrorSettings } from './watch.ts'

/** What a setting means, as a message of the catalogue; a value to show where it has no default. */
const says = (meaning: MessageKey, example?: unknown) => ({ meaning, ...(example !== undefined && { example }) })
/** Patterns that could never match would leave a policy open without a word. */
const patterns = z.array(z.string().refine(arePrefixPatterns)).default([])
const bytes = z.string().refine(text => parseBytes(text) !== undefined)
/** The number 0 is what YAML makes of the text. */
const reserve = z.preprocess(value => (value === 0 ? '0' : value), bytes.default('100MB'))

/** Every setting of a node, with its default: the one place that knows the names. Unknown keys are errors. */
export const schema = z.strictObject({
  role: z.enum(ROLE_NAMES).default('mirror').meta(says('settings.role')),
  listen: z.string().refine(isListenAddress).default('127.0.0.1:8642').meta(says('settings.listen')),
  base: z
    .string()
    .regex(/^(\/[\w.~-]+)*$/)
    .default('')
    .meta(says('settings.base')),
  name: z.string().min(1).optional().meta(says('settings.name', 'goferry.corp.example')),
  upstream: z.string().min(1).optional().meta(says('settings.upstream', 'https://proxy.example')),
  sumdb: z.string().default(publicDatabaseKey).meta(says('settings.sumdb')),
  unlisted: z.array(z.string().refine(isUnlistedRule)).default([]).meta(says('settings.unlisted')),
  allow: patterns.meta(says('settings.allow')),
  deny: patterns.meta(says('settings.deny')),
  reserved: patterns.meta(says('settings.reserved')),
  reserve: reserve.meta(says('settings.reserve')),
  quota: bytes.optional().meta(says('settings.quota', '500GB')),
  pinned: z.array(z.string().refine(isPin)).default([]).meta(says('settings.pinned')),
  keepNewest: z.int().min(0).max(1000).default(1).meta(says('settings.keepNewest')),
  keepFor: z
    .string()
    .refine(text => parseAge(text) !== undefined)
    .optional()
    .meta(says('settings.keepFor', '365d')),
  replica: z
    .string()
    .superRefine(checkReplica)
    .optional()
    .meta(says('settings.replica', '/mnt/other-disk/goferry-log')),
  database: z
    .string()
    .regex(/^(sqlite|postgres(ql)?:\/\/\S+)$/)
    .default('sqlite')
    .meta(says('settings.database')),
  mirror: mirrorSettings.optional().meta(
    says('settings.mirror', {
      at: '0 3 * * *',
      watch: [{ module: 'golang.org/x/text', latest: 2 }],
      toolchains: { latest: 2, platforms: ['linux/amd64'] },
    }),
  ),
  ferry: ferrySettings.optional().meta(says('settings.ferry', { trust: '/etc/goferry/trust.yaml' })),
  tls: z
    .strictObject({ cert: z.string(), key: z.string() })
    .optional()
    .meta(says('settings.tls', { cert: '/etc/goferry/cert.pem', key: '/etc/goferry/key.pem' })),
  lang: z.enum(['en', 'zh']).optional().meta(says('settings.lang', 'zh')),
  workers: z.int().min(0).max(64).optional().meta(says('settings.workers', 4)),
  connections: z.int().min(1).max(65_535).default(4096).meta(says('settings.connections')),
  stopSeconds: z.int().min(1).max(3600).default(30).meta(says('settings.stopSeconds')),
  jobs: z.int().min(1).max(64).default(4).meta(says('settings.jobs')),
  jobHistory: z
    .string()
    .refine(text => parseAge(text) !== undefined)
    .default('90d')
    .meta(says('settings.jobHistory')),
  requests: z.enum(['all', 'errors', 'none']).default('all').meta(says('settings.requests')),
  logFile: z.string().min(1).optional().meta(says('settings.logFile', '/var/log/goferry.json')),
})

/** The settings of a node, complete and checked. */
export type Settings = z.output<typeof schema>

/** Says by `params.reason` what is wrong. */
function checkReplica(text: string, context: z.RefinementCtx): void {
  try {
    if (text !== 'off') parseReplica(text)
  } catch (error) {
    if (!isGoferryError(error)) throw error
    context.addIssue({ code: 'custom', params: { reason: error.reason } })
  }
}

/** `PATTERN=REASON`. */
function isUnlistedRule(text: string): boolean {
  const [pattern = '', reason = ''] = text.split(/=(.*)/s)
  return arePrefixPatterns(pattern) && reason !== ''
}

/** A pattern, or `path@version`. */
function isPin(text: string): boolean {
  const [pattern = '', version] = text.split(/@(.*)/s)
  return arePrefixPatterns(pattern) && (version === undefined || isSemver(version))
}

/** `host:port`, an IPv6 address in brackets. */
function isListenAddress(text: string): boolean {
  const [, port] = /^(?:\[[0-9a-f:.]+\]|[^:[\]]+):(\d{1,5})$/i.exec(text) ?? []
  return port !== undefined && Number(port) <= 65_535
}
