import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { cliPage, cliReference } from './cli-reference.ts'
import { settingsPage, settingsReference } from './settings-reference.ts'

const page = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8')

it('the page of settings is what the schema makes it (else: node tools/gen-reference.ts)', () => {
  assert.equal(page(settingsPage), settingsReference())
})

it('the page of commands is what the commands say (else: node tools/gen-reference.ts)', async () => {
  assert.equal(page(cliPage), await cliReference())
})
