import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { environment } from '../environment.ts'

// A desk inside: a process of its own, so that centre and go share a network that leads nowhere.
// Arguments: the centre's folder, the project, a folder for what go keeps.
const [data = '', project = '', own = ''] = process.argv.slice(2)

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const up = ['up', '--json', '--role', 'centre', '--listen', '127.0.0.1:0', '--data', data]
await mkdir(own, { recursive: true })
const settled = { ...environment, GOFERRY_LOG_FILE: join(own, 'node.log') }
const node = spawn(process.execPath, [main, ...up], { env: settled, stdio: ['ignore', 'pipe', 'inherit'] })
const ended = once(node, 'exit')
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopping.abort())
const [first] = (await once(createInterface({ input: node.stdout }), 'line')) as [string]
const { url, key } = JSON.parse(first) as { readonly url: string; readonly key: string }
const settings = { GOPROXY: url, GOSUMDB: key, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod', GOWORK: 'off' }
for (const [name, value] of Object.entries(settings)) process.stdout.write(`${name}=${value}\n`)
try {
  for (const args of [
    ['build', './...'],
    ['vet', './...'],
    ['test', './...'],
  ]) {
    process.stdout.write(`$ go ${args.join(' ')}\n`)
    const code = await go(args)
    if (code === 0) continue
    process.exitCode = code
    break
  }
} finally {
  node.kill('SIGTERM')
  await ended
}

/** Runs one go command with nothing in its caches; gives its exit code. */
async function go(args: readonly string[]): Promise<number> {
  const caches = { GOPATH: join(own, 'go'), GOMODCACHE: join(own, 'mod'), GOCACHE: join(own, 'build') }
  const clean = { GOENV: 'off', GONOSUMDB: '', GONOPROXY: '', GOPRIVATE: '', GONOSUMCHECK: '' }
  const env = { ...environment, ...clean, ...caches, ...settings }
  const child = spawn('go', args, { cwd: project, env, stdio: ['ignore', 'inherit', 'inherit'] })
  const stop = () => child.kill('SIGINT')
  stopping.signal.addEventListener('abort', stop)
  const [code] = (await once(child, 'exit')) as [number | null]
  stopping.signal.removeEventListener('abort', stop)
  return stopping.signal.aborted ? 1 : (code ?? 1)
}
