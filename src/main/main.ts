import packageJson from '../../package.json' with { type: 'json' }
import { runProgram } from '../cli/program.ts'
import type { Terminal } from '../cli/terminal.ts'
import { environment } from './environment.ts'
import { nodeCommands } from './node-commands.ts'

const { LC_ALL, LC_MESSAGES, LANG } = environment

/** Standard output and error, and the language that the environment asks for. */
const terminal: Terminal = {
  print: line => void process.stdout.write(`${line}\n`),
  note: line => void process.stderr.write(`${line}\n`),
  lang: /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en',
  version: packageJson.version,
  goWork: environment['GOWORK'],
  columns: process.stderr.isTTY ? process.stderr.columns : undefined,
  status: line => void (process.stderr.isTTY && process.stderr.write(`\r\x1b[K${line}`)),
  interrupted,
}

// Whoever reads our output may stop reading (`goferry ls | head`).
process.stdout.on('error', error => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 1))
process.exitCode = await runProgram(process.argv.slice(2), terminal, nodeCommands)

function interrupted(): AbortSignal {
  const stopping = new AbortController()
  const signals = ['SIGINT', 'SIGTERM'] as const
  const stop = () => {
    for (const signal of signals) process.off(signal, stop)
    stopping.abort()
  }
  for (const signal of signals) process.on(signal, stop)
  return stopping.signal
}
