import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after } from 'node:test'
import type { S3Address } from '../../src/adapters/s3/s3-address.ts'
import { objectStoreProgram } from '../../tools/object-store.ts'
import { freePort } from './free-port.ts'

/** What `./goferry test` builds. */
const program = objectStoreProgram(join(import.meta.dirname, '../..'))

/** The credentials of the store: in the environment of the tests and of what they start, as an operator gives them. */
const credentials = { AWS_ACCESS_KEY_ID: 'goferry-test', AWS_SECRET_ACCESS_KEY: 'a-secret-that-nothing-shows' }

const running = new Set<ObjectStore>()
after(() => Promise.all([...running].map(store => store.stop())))

/** A real S3-compatible store on loopback, versitygw, that keeps its objects as files; with one empty bucket. */
export class ObjectStore {
  readonly endpoint: string
  readonly bucket = 'ferry'
  /** Where the objects of the bucket lie. */
  readonly folder: string
  readonly #child: ChildProcess

  private constructor(endpoint: string, folder: string, child: ChildProcess) {
    this.endpoint = endpoint
    this.folder = folder
    this.#child = child
  }

  /** Starts it on the folder `root`, with a certificate for https; it ends with the tests of the file. */
  static async start(root: string, tls?: { cert: string; key: string }): Promise<ObjectStore> {
    const port = await freePort()
    const folder = join(root, 'ferry')
    mkdirSync(folder, { recursive: true })
    const args = ['--port', `127.0.0.1:${port}`, '--keep-alive', ...(tls ? ['--cert', tls.cert, '--key', tls.key] : [])]
    Object.assign(process.env, credentials)
    const { AWS_ACCESS_KEY_ID: ROOT_ACCESS_KEY, AWS_SECRET_ACCESS_KEY: ROOT_SECRET_KEY } = credentials
    const child = spawn(program, [...args, 'posix', root], {
      env: { ...process.env, ROOT_ACCESS_KEY, ROOT_SECRET_KEY },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const store = new ObjectStore(`${tls ? 'https' : 'http'}://127.0.0.1:${port}`, folder, child)
    running.add(store)
    await new Promise<void>((resolve, reject) => {
      // Later it says each request.
      child.stdout.setEncoding('utf8').on('data', text => text.includes('listening on') && resolve())
      child.once('error', reject)
      child.once('close', () => reject(new assert.AssertionError({ message: 'no object store' })))
    })
    return store
  }

  /** Where the objects below `prefix` lie, at `endpoint` where that is on the way to it. */
  address(prefix: string, endpoint = this.endpoint): S3Address {
    return { endpoint, region: 'us-east-1', bucket: this.bucket, prefix: `${prefix}/` }
  }

  /** The same, as the setting `replica` names it. */
  url(prefix: string, endpoint = this.endpoint): string {
    return `s3://${this.bucket}/${prefix}?endpoint=${endpoint}`
  }

  /** Ends it. */
  async stop(): Promise<void> {
    running.delete(this)
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const closed = once(this.#child, 'close')
    this.#child.kill()
    await closed
  }
}
