import packageJson from '../../package.json' with { type: 'json' }
import { runProgram, type Terminal } from '../cli/program.ts'
import { environment } from './environment.ts'
import { nodeCommands } from './node-commands.ts'

const { LC_ALL, LC_MESSAGES, LANG } = environment

/** Standard output and error, and the language that the environment asks for. */
const terminal: Terminal = {
  print: line => void process.stdout.write(`${line}\n`),
  note: line => void process.stderr.write(`${line}\n`),
  lang: /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en',
  version: packageJson.version,
}

// Whoever reads our output may stop reading (`goferry ls | head`).
process.stdout.on('error', error => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 1))
process.exitCode = await runProgram(process.argv.slice(2), terminal, nodeCommands)
