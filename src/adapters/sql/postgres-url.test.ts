import assert from 'node:assert/strict'
import { userInfo } from 'node:os'
import { describe, it } from 'node:test'
import { GoferryError } from '../../core/errors.ts'
import { parsePostgresUrl } from './postgres-url.ts'

const parse = (text: string) => parsePostgresUrl(text, 'secret')

describe('the URL of a PostgreSQL database', () => {
  it('names server, user, database and schema', () => {
    assert.deepEqual(parse('postgres://me@db.test:5433/goferry?schema=south'), {
      kind: 'postgres',
      host: 'db.test',
      port: 5433,
      database: 'goferry',
      user: 'me',
      password: 'secret',
      tls: { mode: 'verify-full', authorities: undefined },
      schema: 'south',
    })
  })

  it('has the port, the schema and the user of the machine where it names none', () => {
    const { port, schema, user } = parse('postgresql://db.test/x')
    assert.deepEqual([port, schema, user], [5432, 'goferry', userInfo().username])
  })

  it('takes a Unix socket, an IPv6 address and escaped names', () => {
    const socket = parse('postgres:///my%20db?host=/run/postgresql&user=gof%40erry')
    assert.deepEqual([socket.host, socket.database, socket.user], ['/run/postgresql', 'my db', 'gof@erry'])
    assert.equal(parse('postgres://a%40b@[::1]/x').host, '::1')
    assert.equal(parse('postgres://a%40b@[::1]/x').user, 'a@b')
  })

  it('encrypts to other machines, and checks whose the certificate is, unless it is told otherwise', () => {
    const modes = [
      ['postgres://me@localhost/x', 'disable'],
      ['postgres://me@127.0.0.1/x', 'disable'],
      ['postgres://me@[::1]/x', 'disable'],
      ['postgres:///x?host=/run/postgresql', 'disable'],
      ['postgres://me@10.0.0.1/x', 'verify-full'],
      ['postgres://me@localhost.test/x', 'verify-full'],
      ['postgres://me@db.test/x?sslmode=require', 'require'],
      ['postgres://me@localhost/x?sslmode=verify-ca&sslrootcert=/etc/ca.pem', 'verify-ca'],
    ] as const
    for (const [text, mode] of modes) assert.equal(parse(text).tls.mode, mode, text)
  })

  for (const [text, reason] of [
    ['postgres://me:hunter2@db.test/x', 'database-url-password'],
    ['postgres://db.test/x?password=hunter2', 'database-url-password'],
    ['postgres://me@db.test', 'database-url'],
    ['postgres://me@db.test/', 'database-url'],
    ['postgres://me@db.test/x/y', 'database-url'],
    ['postgres://me@db.test/x#y', 'database-url'],
    ['postgres://me@db.test:99999/x', 'database-url'],
    ['mysql://me@db.test/x', 'database-url'],
    ['hunter2', 'database-url'],
    ['postgres://me@db.test/x?sslmode=prefer', 'database-url-sslmode'],
    ['postgres://me@db.test/x?sslrootcert=ca.pem', 'database-url-authorities'],
    ['postgres://me@db.test/x?options=-c', 'database-url-option'],
    ['postgres://me@db.test/x?schema=Goferry', 'database-url-schema'],
    ['postgres://me@db.test/x?schema=a,b', 'database-url-schema'],
    ['postgres://me@db.test/x?schema=pg_catalog', 'database-url-schema'],
    [`postgres://me@db.test/x?schema=${'a'.repeat(64)}`, 'database-url-schema'],
  ] as const)
    it(`is refused: ${text.slice(0, 60)}`, () => {
      assert.throws(
        () => parse(text),
        (error: unknown) => error instanceof GoferryError && error.reason === reason && !/hunter2/.test(error.message),
      )
    })
})
