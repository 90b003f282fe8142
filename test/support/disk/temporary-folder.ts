import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'

/** Gives fresh, empty folders; all of them go when the test file is through. */
export function temporaryFolders(): () => string {
  const base = mkdtempSync(join(tmpdir(), 'goferry-disk-'))
  after(() => rmSync(base, { recursive: true }))
  return () => mkdtempSync(join(base, 'node-'))
}
