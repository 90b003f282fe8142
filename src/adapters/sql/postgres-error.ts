import { GoferryError } from '../../core/errors.ts'
import type { MessageKey } from '../../core/messages/catalogue.ts'
import type { PostgresPlace } from './place.ts'

/** The database as texts name it: `host:port/database`. */
export function postgresSubject({ host, port, database }: PostgresPlace): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}/${database}`
}

/** SQLSTATE: what an operator has to put right. */
const refused: Readonly<Record<string, MessageKey>> = {
  '28P01': 'database-password',
  '28000': 'database-password',
  '3D000': 'database-none',
  '42501': 'database-rights',
}
/** SQLSTATE: serialization failure, deadlock, lock not available: the same work may succeed at once. */
const conflicts = new Set(['40001', '40P01', '55P03'])
/** SQLSTATE of a server that goes, comes, or has no connection left (and classes 08, 57P); codes of the system. */
const away =
  /^(08...|57P..|53300|25P03|ECONN\w+|EPIPE|E(HOST|NET)\w+|ETIMEDOUT|ENOTFOUND|EAI_\w+|ENOENT|EACCES|DEPTH_\w+)$/
/** Failures of pg itself carry no code. */
const awayText = /timeout|Connection terminated|Client was closed|not queryable/i
const passwordText = /SASL|password/i
const tlsText = /SSL|certificate|self.signed|altnames/i

/**
 * What PostgreSQL, pg or the network refused, as `no-space`, `busy`, `database-unreachable`, `database-refused` or
 * `io-failed`. Texts name host, database, user and schema; never the password, nor a value of a row.
 */
export function postgresError(place: PostgresPlace, cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof GoferryError) return cause
  const { user, schema, database } = place
  const error = (code: 'no-space' | 'busy' | 'database-unreachable' | 'database-refused' | 'io-failed') => {
    return (reason: MessageKey, params = {}) =>
      new GoferryError(code, { subject: postgresSubject(place), reason, params, cause })
  }
  const code = 'code' in cause ? String(cause.code) : ''
  const reason = refused[code]
  if (reason !== undefined) return error('database-refused')(reason, { user, schema, database })
  if (code === '53100') return error('no-space')('database-disk-full')
  if (conflicts.has(code)) return error('busy')('database-conflict')
  if (code === '57014') return error('busy')('database-slow')
  if (away.test(code)) return error('database-unreachable')('database-away', { problem: code })
  if (tlsText.test(cause.message)) return error('database-refused')('database-tls', { problem: cause.message })
  if (code === '' && passwordText.test(cause.message)) return error('database-refused')('database-password', { user })
  if (awayText.test(cause.message)) return error('database-unreachable')('database-away', { problem: 'timeout' })
  return error('io-failed')('database-answered', { code: code || cause.name })
}

/** Whether the same transaction may succeed when it is run again. */
export function isConflict(error: unknown): boolean {
  return error instanceof GoferryError && error.reason === 'database-conflict'
}
