import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { build, type OutputFile } from 'esbuild'

/** How the sources name a program that they start in a process or thread of its own. */
const programUrl = /new URL\('([\w./-]+)\.ts', import\.meta\.url\)/g
/** What else may ask where its file lies: packages are found from a built file too. */
const packagesFrom = /createRequire\(import\.meta\.url\)/g
/** Packages in the older form ask for modules of Node by `require`. */
const requireHere = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url)`

/** Builds that stay, for a process that runs may load more of its own; and all of the last hour. */
const keptBuilds = 5
const keptMs = 3_600_000

/**
 * Builds `src` of the project at `root` into few files, which load in half the time of a thousand: one for each program
 * (`main.js`, and what `programUrl` finds), and what they share. They lie in `.cache/builds/NAME`, and the file
 * `.cache/builds/current` holds NAME; its time is when the sources were begun to be read. Where they cannot be built NAME
 * is `none`. Throws what the system throws.
 */
export async function buildProgram(root: string): Promise<void> {
  const begun = new Date()
  const builds = join(root, '.cache', 'builds')
  const name = `${begun.getTime()}.${process.pid}`
  const staged = join(builds, `${name}.tmp`)
  mkdirSync(staged, { recursive: true })
  try {
    for (const { path, contents } of await bundle(root))
      writeFileSync(join(staged, basename(path)), contents, { flush: true })
    renameSync(staged, join(builds, name))
    settle(builds, name, begun)
  } catch {
    settle(builds, 'none', begun)
  } finally {
    rmSync(staged, { recursive: true, force: true })
  }
  removeOld(builds)
}

/** The built files, in memory. Throws Error where a source is wrong. */
async function bundle(root: string): Promise<OutputFile[]> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: programsOf(join(root, 'src')).map(path => ({ in: path, out: basename(path, '.ts') })),
    outdir: 'built',
    write: false,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    banner: { js: requireHere },
    logLevel: 'silent',
    plugins: [{ name: 'programs', setup: ({ onLoad }) => onLoad({ filter: /\/src\/.*\.ts$/ }, nameBuilt) }],
  })
  return outputFiles
}

/** The paths of all programs. Throws AssertionError where one could not be found when built. */
function programsOf(sources: string): string[] {
  const found = new Set([join(sources, 'main', 'main.ts')])
  for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
    const text = readFileSync(join(sources, file), 'utf8')
    for (const [, path] of text.matchAll(programUrl)) found.add(join(sources, dirname(file), `${path}.ts`))
    // Elsewhere it would mean another place than in the sources.
    assert(!text.replaceAll(programUrl, '').replaceAll(packagesFrom, '').includes('import.meta'), file)
  }
  assert(new Set([...found].map(path => basename(path))).size === found.size, 'two programs of one name')
  return [...found]
}

/** The source at `path` with the names that programs have when built: all files lie in one folder. */
function nameBuilt({ path }: { readonly path: string }): { loader: 'ts'; contents: string } {
  const contents = readFileSync(path, 'utf8').replaceAll(
    programUrl,
    (_, program: string) => `new URL('./${basename(program)}.js', import.meta.url)`,
  )
  return { loader: 'ts', contents }
}

/** Makes `name` the current build. */
function settle(builds: string, name: string, begun: Date): void {
  const staged = join(builds, `current.${process.pid}.tmp`)
  writeFileSync(staged, `${name}\n`, { flush: true })
  utimesSync(staged, begun, begun)
  renameSync(staged, join(builds, 'current'))
}

/** The names of builds begin with when they were begun, in ms. */
function removeOld(builds: string): void {
  const names = readdirSync(builds).filter(name => /^\d/.test(name))
  const newestFirst = names.sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))
  for (const name of newestFirst.slice(keptBuilds))
    if (Number.parseInt(name, 10) < Date.now() - keptMs) rmSync(join(builds, name), { recursive: true, force: true })
}

if (import.meta.main) await buildProgram(join(import.meta.dirname, '..'))
