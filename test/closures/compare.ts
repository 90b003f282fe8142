/**
 * Holds closures against the real go command: `node test/closures/compare.ts [LEVEL] MODULE@VERSION…`. Each module is
 * unpacked as a project, its closure resolved and added to one node; then the node loses its upstream, and the commands
 * of the level are run on it with an empty module cache. Prints a line of the table in docs/closure.md for each.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { walkModuleCache } from '../../src/adapters/goproxy/module-cache.ts'
import { LEVELS } from '../../src/services/closure/levels.ts'
import { GoClient } from '../support/go-client.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { levelCommands } from './level-commands.ts'

const args = process.argv.slice(2)
const level = LEVELS.find(one => one === args[0]) ?? 'tidy'
const modules = args.filter(arg => arg.includes('@'))
const base = process.env['CLOSURES_FOLDER'] ?? mkdtempSync(join(tmpdir(), 'goferry-closures-'))
const data = join(base, 'node')
const machineProxy = execFileSync('go', ['env', 'GOPROXY'], { encoding: 'utf8' }).split(/[,|]/, 1)[0] ?? ''

for (const module of modules) {
  const project = await unpack(module)
  const row = await compare(project).catch(error => `failed: ${String(error).slice(0, 600)}`)
  process.stdout.write(`| ${module} | ${row} |\n`)
}

/** The project that the zip of `module` holds, in a folder of its own. */
async function unpack(module: string): Promise<string> {
  const folder = join(base, 'projects', module.replaceAll('/', '_'))
  if (existsSync(folder)) return folder
  const client = new GoClient(join(base, 'upstream-desk'), {
    GOFLAGS: '-modcacherw',
    GOPROXY: machineProxy,
  })
  const got = JSON.parse(await client.succeeds(base, 'mod', 'download', '-json', module))
  mkdirSync(join(base, 'projects'), { recursive: true })
  cpSync(got.Dir, folder, { recursive: true })
  return folder
}

async function compare(project: string): Promise<string> {
  const common = ['--data', data]
  const started = Date.now()
  const resolved = await goferry('resolve', project, '--json', '--all', '--level', level, ...common)
  if (resolved.stdout === '') throw new TypeError(resolved.stderr)
  const seconds = (Date.now() - started) / 1000
  const lines = resolved.stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  const summary = lines.pop()
  const told = new Set(
    lines.flatMap(({ path, version, parts }) => parts.map((kind: string) => `${path}@${version} ${kind}`)),
  )
  const added = await goferry('add', '--from', project, '--level', level, ...common)
  if (added.code !== 0)
    throw new TypeError(
      `add: ${added.stdout
        .split('\n')
        .filter(line => line.includes('failed'))
        .slice(0, 3)} ${added.stderr}`,
    )
  const { asked, failed } = await offline(project)
  const more = [...asked].filter(part => !told.has(part))
  const less = [...told].filter(part => !asked.has(part))
  writeFileSync(
    join(base, 'differences.txt'),
    [...more.map(part => `+ ${part}`), ...less.map(part => `- ${part}`)].join('\n'),
  )
  const counts = ['zip', 'mod', 'info']
    .map(kind => [...told].filter(part => part.endsWith(` ${kind}`)).length)
    .join('/')
  const same =
    more.length + less.length === 0
      ? 'equal'
      : `+${more.length} −${less.length}: ${[...more.slice(0, 2), ...less.slice(0, 2)]}`
  return [
    summary.buildList,
    counts,
    same,
    failed.length === 0 ? 'all' : failed.join('; '),
    summary.untidy.length,
    seconds,
  ].join(' | ')
}

/** What the commands of the level ask a node that has no upstream. */
async function offline(project: string): Promise<{ asked: Set<string>; failed: string[] }> {
  const node = await NodeProcess.start(data, '--upstream', 'off')
  const desk = mkdtempSync(join(base, 'desk-'))
  const copy = join(desk, 'project')
  cpSync(project, copy, { recursive: true })
  // go would take these for the store; what of a workspace is not in the zip of a module breaks it.
  for (const name of ['vendor', 'go.work', 'go.work.sum']) rmSync(join(copy, name), { recursive: true, force: true })
  const client = new GoClient(desk, { GOPROXY: node.url, GOSUMDB: 'off' })
  const failed = []
  for (const command of levelCommands(level)) {
    const { code, stderr } = await client.go(copy, ...command)
    if (code !== 0) failed.push(`${command.join(' ')}: ${stderr.trim().split('\n').slice(-1)}`)
  }
  await node.stop()
  const asked = new Set<string>()
  for await (const part of walkModuleCache(join(desk, 'modcache', 'cache', 'download')))
    if ('module' in part) asked.add(`${part.module.path}@${part.module.version} ${part.kind}`)
  rmSync(desk, { recursive: true, force: true })
  return { asked, failed }
}
