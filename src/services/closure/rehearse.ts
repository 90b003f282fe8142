import { isGoferryError } from '../../core/errors.ts'
import type { GoScratch } from '../../ports/go-scratch.ts'
import type { Project } from './project.ts'
import type { Target } from './record.ts'

/** What a rehearsal is run with. */
export interface RehearseWorld {
  /** Takes modules from the store alone. */
  readonly go: GoScratch
  readonly signal: AbortSignal
  /** The platform of this machine: `os/arch`. */
  readonly here: string
  /** Told of each command when it has ended; `failure` is what it threw. */
  ended(command: string, failure: unknown): Promise<void>
}

/** What came of a rehearsal. */
export interface Rehearsed {
  /** The commands, without `go`, the platform first where it is another than this machine's. */
  readonly commands: readonly string[]
  readonly failed: number
}

/** The commands of a rehearsal, on the platform of this machine and on others. */
const here = [
  ['build', '-o', '/dev/null', './...'],
  ['vet', './...'],
  ['test', './...'],
  ['list', '-m', 'all'],
]
const elsewhere = [['build', '-o', '/dev/null', './...']]
/** In a module, and not in a workspace: there go has it not. */
const alone = [['mod', 'tidy', '-diff']]

/**
 * Runs the go commands of a project as its people will run them, one after the other, and goes on after one that fails.
 * The project's tests are run: they are programs of its own. Throws `interrupted`, and `missing` without go.
 */
export async function rehearse(
  world: RehearseWorld,
  project: Project,
  { targets, tests }: { readonly targets: readonly Target[]; readonly tests: boolean },
): Promise<Rehearsed> {
  const commands: string[] = []
  let failed = 0
  for (const module of project.modules)
    for (const { args, platform, environment } of runsOf(project, targets, tests, world.here)) {
      const command = [...(platform === undefined ? [] : [platform]), ...args].join(' ')
      commands.push(command)
      if (!(await runOne(world, command, () => run(args, module.folder, environment)))) failed++
    }
  return { commands: [...new Set(commands)], failed }

  function run(args: readonly string[], folder: string, environment: Readonly<Record<string, string>>) {
    return world.go.run(args, { folder, environment, signal: world.signal })
  }
}

async function runOne({ ended }: RehearseWorld, command: string, run: () => Promise<string>): Promise<boolean> {
  try {
    await run()
  } catch (error) {
    if (!isGoferryError(error, 'go-failed')) throw error
    await ended(command, error)
    return false
  }
  await ended(command, undefined)
  return true
}

interface Run {
  readonly args: readonly string[]
  /** Where it is another than this machine's. */
  readonly platform: string | undefined
  readonly environment: Readonly<Record<string, string>>
}

/** go.mod and go.sum stay as they are, and must do as they are. */
const readonly = { GOFLAGS: '-modcacherw -mod=readonly -buildvcs=false' }

function runsOf({ work }: Project, targets: readonly Target[], tests: boolean, machine: string): Run[] {
  const workspace = { ...readonly, ...(work && { GOWORK: work.goWork.file }) }
  const others = targets.filter(target => isElsewhere(target, machine))
  const runs = [
    ...commandsOf(here, targets[0]?.tags ?? [])
      .filter(([name]) => tests || name !== 'test')
      .map(args => ({ args, platform: undefined, environment: workspace })),
    ...others.flatMap(({ os = '', arch = '', tags }) => {
      // What is built for another machine has no C compiler here.
      const environment = { ...workspace, GOOS: os, GOARCH: arch, CGO_ENABLED: '0' }
      return commandsOf(elsewhere, tags).map(args => ({ args, platform: `${os}/${arch}`, environment }))
    }),
  ]
  return [...runs, ...(work ? [] : alone.map(args => ({ args, platform: undefined, environment: readonly })))]
}

function isElsewhere({ os, arch }: Target, machine: string): boolean {
  return os !== undefined && arch !== undefined && `${os}/${arch}` !== machine
}

/** `go list -m` knows no tags. */
function commandsOf(commands: readonly (readonly string[])[], tags: readonly string[]): string[][] {
  return commands.map(([name = '', ...rest]) => [
    name,
    ...(name === 'list' || tags.length === 0 ? [] : [`-tags=${tags}`]),
    ...rest,
  ])
}
