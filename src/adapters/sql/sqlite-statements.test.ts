import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { SqliteStatements } from './sqlite-statements.ts'

describe('the statements of a connection', () => {
  it('are compiled once, and the least recently used make room', () => {
    const statements = new SqliteStatements(new DatabaseSync(':memory:'))
    const first = statements.prepare('select 0')
    for (let i = 1; i < 1000; i++) {
      statements.prepare(`select ${i}`)
      assert.equal(statements.prepare('select 0'), first)
    }
    const second = statements.prepare('select 1')
    assert.notEqual(statements.prepare('select 999'), second)
    for (let i = 1000; i < 1300; i++) statements.prepare(`select ${i}`)
    assert.notEqual(statements.prepare('select 0'), first)
    assert.deepEqual({ ...statements.prepare('select 0 as n').statement.get() }, { n: 0 })
  })

  it('know whether they give rows', () => {
    const statements = new SqliteStatements(new DatabaseSync(':memory:'))
    assert.equal(statements.prepare('select 1').givesRows, true)
    assert.equal(statements.prepare('create table t (x)').givesRows, false)
    statements.prepare('create table t (x)').statement.run()
    assert.equal(statements.prepare('insert into t values (1)').givesRows, false)
    assert.equal(statements.prepare('insert into t values (1) returning x').givesRows, true)
  })
})
