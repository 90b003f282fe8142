import { userInfo } from 'node:os'
import { GoferryError } from '../../core/errors.ts'
import type { MessageKey } from '../../core/messages/catalogue.ts'
import type { DatabaseTls, PostgresPlace } from './place.ts'

const modes = ['disable', 'require', 'verify-ca', 'verify-full'] as const
const options = ['schema', 'sslmode', 'sslrootcert', 'host', 'user']

/**
 * The place that `postgres://USER@HOST:PORT/DATABASE?OPTION=VALUE` names. A server on another machine is held to its
 * certificate unless `sslmode` says less. Throws `bad-settings`, also for a URL with a password: settings are no place
 * for secrets.
 */
export function parsePostgresUrl(text: string, password: string | undefined): PostgresPlace {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol) || url.hash !== '') throw refusal('database-url')
  if (url.password !== '' || url.searchParams.has('password')) throw refusal('database-url-password')
  const unknown = [...url.searchParams.keys()].find(name => !options.includes(name))
  if (unknown !== undefined) throw refusal('database-url-option', { option: unknown, allowed: options.join(', ') })
  const option = (name: string) => url.searchParams.get(name) || undefined
  const host = option('host') ?? decodeURIComponent(url.hostname).replace(/^\[|\]$/g, '')
  const database = decodeURIComponent(url.pathname.slice(1))
  if (host === '' || database === '' || database.includes('/')) throw refusal('database-url')
  const schema = option('schema') ?? 'goferry'
  if (!/^(?!pg_)[a-z_][a-z0-9_]{0,62}$/.test(schema)) throw refusal('database-url-schema')
  return {
    kind: 'postgres',
    host,
    port: Number(url.port || 5432),
    database,
    user: option('user') ?? (decodeURIComponent(url.username) || userInfo().username),
    password,
    tls: tlsOf(host, option('sslmode'), option('sslrootcert')),
    schema,
  }
}

function tlsOf(host: string, given: string | undefined, authorities: string | undefined): DatabaseTls {
  const isLocal = host.startsWith('/') || /^(localhost|127\.[\d.]+|::1)$/.test(host)
  const mode = modes.find(one => one === (given ?? (isLocal ? 'disable' : 'verify-full')))
  if (mode === undefined) throw refusal('database-url-sslmode', { allowed: modes.join(', ') })
  if (authorities !== undefined && !authorities.startsWith('/')) throw refusal('database-url-authorities')
  return { mode, authorities }
}

function refusal(reason: MessageKey, params = {}): GoferryError {
  return new GoferryError('bad-settings', { subject: 'database', reason, params })
}
