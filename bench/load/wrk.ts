import assert from 'node:assert/strict'
import { join } from 'node:path'
import { runCommand } from '../../test/support/run-command.ts'

/** How much load. */
export interface Load {
  readonly connections: number
  readonly seconds: number
  /** On which cores it is made, as taskset takes them. */
  readonly cores: string | undefined
}

/** What a load came to. */
export interface LoadReport {
  readonly requests: number
  readonly seconds: number
  readonly p50Milliseconds: number
  readonly p99Milliseconds: number
}

/** Asks for `url` as quickly as it is answered. Every answer must be a 200: one that refuses is quick too. */
export async function runWrk(url: string, { connections, seconds, cores }: Load): Promise<LoadReport> {
  const pinned = cores === undefined ? [] : ['taskset', '-c', cores]
  const script = join(import.meta.dirname, 'report.lua')
  const shape = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '30s', '-s', script]
  const { code, stdout, stderr } = await runCommand([...pinned, 'wrk', ...shape, url])
  const [, text] = /^JSON (.*)$/m.exec(stdout) ?? []
  assert.ok(code === 0 && text !== undefined, `wrk: ${stdout}${stderr}`)
  const { requests, microseconds, failed, p50, p99 } = JSON.parse(text)
  assert.equal(failed, 0, `wrk ${url}: ${failed} of ${requests} failed`)
  return { requests, seconds: microseconds / 1e6, p50Milliseconds: p50 / 1000, p99Milliseconds: p99 / 1000 }
}
