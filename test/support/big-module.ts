import { randomBytes } from 'node:crypto'
import { makeModule, type TestModule } from './test-module.ts'

/** An unlisted version whose zip has `megabytes` · 10⁶ random bytes and a little more, and where a node serves it. */
export function bigModule(name: string, megabytes: number): { module: TestModule; zipPath: string } {
  const path = `unlisted.test/${name}`
  const files = { 'data.bin': randomBytes(megabytes * 1_000_000) }
  const module = makeModule({ path, version: 'v1.0.0', files, stored: true })
  return { module, zipPath: `/${path}/@v/v1.0.0.zip` }
}
