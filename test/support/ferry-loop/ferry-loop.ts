import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { noNetworkWrapper } from '../../../src/main/compose.ts'
import type { CutReport } from '../../../src/services/ferry/out/cut.ts'
import { goferry } from '../node-process.ts'
import { type CommandResult, runCommand } from '../run-command.ts'
import { settingsFile } from '../settings-file.ts'
import type { DeskWish } from './offline-desk.ts'

const goferryProgram = join(import.meta.dirname, '..', '..', '..', 'goferry')
const deskProgram = join(import.meta.dirname, 'offline-desk.ts')

/** A bundle that was cut: what it came to, and the files of its one disc. */
export interface LoopBundle {
  readonly report: CutReport
  readonly disc: string
}

/**
 * A mirror, and a centre behind an air gap that trusts its bundles; the mirror knows the key of the centre's receipts.
 * What runs at the centre runs in a network namespace from which no route leads, where the system allows that.
 */
export class FerryLoop {
  readonly folder: string
  readonly #wrapper: readonly string[]
  readonly #files: { readonly mirror: readonly string[]; readonly centre: readonly string[] }

  private constructor(
    folder: string,
    wrapper: readonly string[],
    files: { readonly mirror: readonly string[]; readonly centre: readonly string[] },
  ) {
    this.folder = folder
    this.#wrapper = wrapper
    this.#files = files
  }

  /** Makes both in the empty `folder`; `settings` of each, none where the usual ones do. */
  static async make(
    folder: string,
    settings: { mirror: Readonly<Record<string, unknown>>; centre: Readonly<Record<string, unknown>> } | undefined,
  ): Promise<FerryLoop> {
    for (const role of ['mirror', 'centre']) mkdirSync(join(folder, role))
    const file = (role: 'mirror' | 'centre') =>
      settings === undefined ? [] : settingsFile(join(folder, role), settings[role])
    const loop = new FerryLoop(folder, await noNetworkWrapper(), { mirror: file('mirror'), centre: file('centre') })
    await loop.centre(['keys', 'make'])
    await loop.mirror(['keys', 'make'])
    const trust = await loop.mirror(['ferry', 'trust'])
    writeFileSync(join(folder, 'centre', 'trust.yaml'), trust.stdout)
    const key = (await loop.centre(['ferry', 'receipt', 'key'])).stdout.trim()
    await loop.mirror(['ferry', 'site', 'add', 'centre', '--key', key])
    return loop
  }

  /** Whether centre and desk are really without a network. */
  get isCutOff(): boolean {
    return this.#wrapper.length > 0
  }

  /** Runs goferry at the mirror; it must end with `code`. */
  async mirror(args: readonly string[], code = 0): Promise<CommandResult> {
    const result = await goferry(...args, '--data', join(this.folder, 'mirror'), ...this.#files.mirror)
    return ended(args, result, code)
  }

  /** Runs goferry at the centre; it must end with `code`. */
  async centre(args: readonly string[], code = 0): Promise<CommandResult> {
    const all = [...args, '--data', join(this.folder, 'centre'), ...this.#files.centre]
    return ended(args, await runCommand([...this.#wrapper, goferryProgram, ...all], clean()), code)
  }

  /** Cuts the next bundle for the centre, onto one disc. */
  async cut(...args: readonly string[]): Promise<LoopBundle> {
    const out = mkdtempSync(join(this.folder, 'media-'))
    const { stdout } = await this.mirror(['ferry', 'out', '--to', 'centre', '--out', out, '--json', ...args])
    const report = JSON.parse(lastLine(stdout)) as CutReport
    return { report, disc: report.discs[0]?.location ?? '' }
  }

  /** A copy of a disc without those of its files that `isLost` names. */
  damaged({ disc }: LoopBundle, isLost: (name: string) => boolean): string {
    const copy = mkdtempSync(join(this.folder, 'disc-'))
    for (const name of readdirSync(disc)) if (!isLost(name)) copyFileSync(join(disc, name), join(copy, name))
    return copy
  }

  /** Runs go commands at a new desk of the centre; gives what each came to. */
  async desk(wish: Pick<DeskWish, 'project' | 'sumdb' | 'commands'>): Promise<CommandResult[]> {
    const folder = mkdtempSync(join(this.folder, 'desk-'))
    const all = { ...wish, data: join(this.folder, 'centre'), up: ['--role', 'centre', ...this.#files.centre], folder }
    const desk = [...this.#wrapper, process.execPath, deskProgram, JSON.stringify(all satisfies DeskWish)]
    const { stdout, stderr } = await runCommand(desk, clean())
    const line = stdout.split('\n').findLast(each => each.startsWith('[{'))
    assert.ok(line, `${stdout}${stderr}`)
    return JSON.parse(line) as CommandResult[]
  }
}

/** The last line that a command printed. */
export function lastLine(stdout: string): string {
  return stdout.trimEnd().split('\n').at(-1) ?? ''
}

function ended(args: readonly string[], result: CommandResult, code: number): CommandResult {
  assert.equal(result.code, code, `goferry ${args.join(' ')}: ${result.stdout}${result.stderr}`)
  return result
}

/** As the test runner's own environment makes what it starts behave otherwise. */
function clean(): { env: NodeJS.ProcessEnv } {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  return { env }
}
