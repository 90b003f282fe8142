import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { CODES, type CodeRow } from '../src/services/doctor/codes.ts'
import { cliPage, cliReference } from './cli-reference.ts'
import { doctorPages, doctorReference } from './doctor-reference.ts'
import { settingsPage, settingsReference } from './settings-reference.ts'

const page = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8')

it('the page of settings is what the schema makes it (else: node tools/gen-reference.ts)', () => {
  assert.equal(page(settingsPage), settingsReference())
})

it('the page of commands is what the commands say (else: node tools/gen-reference.ts)', async () => {
  assert.equal(page(cliPage), await cliReference())
})

it('the pages of the doctor list every finding, in both languages (else: node tools/gen-reference.ts)', () => {
  for (const lang of ['en', 'zh'] as const) {
    const text = page(doctorPages[lang])
    assert.equal(text, doctorReference(text, lang))
    for (const code of Object.values(CODES).flatMap(Object.keys)) assert.ok(text.includes(`| \`${code}\` |`), code)
  }
})

it('each finding of the doctor that is no ok is made to happen by a test', () => {
  const tests = [
    'test/journeys/16-doctor.test.ts',
    'test/journeys/21-doctor-node.test.ts',
    'test/journeys/22-database.test.ts',
    'test/journeys/31-proofs.test.ts',
    'src/services/doctor/node/tls.test.ts',
  ]
  const text = [...tests, 'src/services/doctor/client/kept-head.test.ts'].map(page).join('\n')
  const rows = Object.values(CODES).flatMap(half => Object.entries<CodeRow>(half))
  const untried = rows.filter(([code, { level }]) => level !== 'ok' && !new RegExp(`\\b${code}\\b['\\]:]`).test(text))
  assert.deepEqual(
    untried.map(([code]) => code),
    [],
  )
})
