/**
 * Carries closures over an air gap: `node test/closures/ferry.ts MODULE@VERSION…`. Each module is unpacked as a project,
 * and added with its closure at a mirror of its own; a bundle goes to a centre in a network namespace without a route,
 * where the stock go command builds, vets and lists it with verification on: against the centre's own log, and against
 * the public database by its recorded proofs. Prints a line of the table in docs/ferry-measured.md for each.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FerryLoop, lastLine } from '../support/ferry-loop/ferry-loop.ts'
import { GoClient } from '../support/go-client.ts'

const base = process.env['CLOSURES_FOLDER'] ?? mkdtempSync(join(tmpdir(), 'goferry-ferry-'))
const machineProxy = execFileSync('go', ['env', 'GOPROXY'], { encoding: 'utf8' }).split(/[,|]/, 1)[0] ?? ''
const commands = [
  ['build', './...'],
  ['vet', './...'],
  ['list', '-m', 'all'],
  ['mod', 'verify'],
]

for (const module of process.argv.slice(2)) {
  const row = await carry(module).catch(error => `failed: ${String(error).slice(0, 2000)}`)
  process.stdout.write(`| \`${module.replace('@', '` ')} | ${row} |\n`)
}

async function carry(module: string): Promise<string> {
  const folder = mkdtempSync(join(base, 'loop-'))
  const project = await unpack(module, folder)
  const loop = await FerryLoop.make(folder, undefined)
  if (!loop.isCutOff) throw new TypeError('this machine allows no network namespaces')
  await loop.mirror(['add', '--from', project, '--level', 'test'])
  await loop.mirror(['add', '--from', project])
  await loop.mirror(['proofs', 'refresh'])
  const outSeconds = stopwatch()
  const bundle = await loop.cut('--volume-size', '50MB', '--parity', '1')
  const out = outSeconds()
  const inSeconds = stopwatch()
  const taken = JSON.parse(lastLine((await loop.centre(['ferry', 'in', bundle.disc, '--json'])).stdout))
  const into = inSeconds()
  const went: string[] = []
  for (const sumdb of [undefined, 'sum.golang.org']) {
    const results = await loop.desk({ project, sumdb, commands })
    const bad = results.flatMap(({ code, stderr }, i) =>
      code === 0 ? [] : [`go ${commands[i]?.join(' ')}: ${stderr.trim().split('\n').at(-1)}`],
    )
    went.push(bad.length === 0 ? 'all' : bad.join('; '))
  }
  const { versions, objects, bytes, volumes } = bundle.report
  rmSync(folder, { recursive: true, force: true })
  const counts = [versions.count, objects, (bytes / 1e6).toFixed(1), volumes]
  return [...counts, out.toFixed(1), into.toFixed(1), taken.bundles[0]?.step, ...went].join(' | ')
}

/** The project that the zip of `module` holds, as a clone of it has it: without what other commands left in it. */
async function unpack(module: string, folder: string): Promise<string> {
  const client = new GoClient(join(folder, 'outside'), { GOPROXY: machineProxy })
  const got = JSON.parse(await client.succeeds(folder, 'mod', 'download', '-json', module))
  const project = join(folder, 'project')
  mkdirSync(project)
  cpSync(got.Dir, project, { recursive: true })
  // go would take these for the store; what of a workspace is not in the zip of a module breaks it.
  for (const name of ['vendor', 'go.work', 'go.work.sum']) rmSync(join(project, name), { recursive: true, force: true })
  return project
}

function stopwatch(): () => number {
  const begun = performance.now()
  return () => (performance.now() - begun) / 1000
}
