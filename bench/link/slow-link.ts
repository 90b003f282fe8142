import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { runCommand } from '../../test/support/run-command.ts'

/** How quick a line is. */
export interface LinkSpeed {
  readonly megabits: number
  readonly roundTripMilliseconds: number
}

/** The two ends, of the addresses that benchmarks have (RFC 2544). */
const [nearAddress, farAddress] = ['198.18.0.1', '198.18.0.2']

/** A network namespace at the end of a slow line: what runs in it reaches this machine by that line and nothing else. */
export class SlowLink {
  /** This machine, as what runs in the namespace sees it. */
  readonly address = nearAddress
  readonly speed: LinkSpeed
  readonly #child: ChildProcess
  readonly #namespace: string
  readonly #near: string

  private constructor(speed: LinkSpeed, child: ChildProcess, namespace: string, near: string) {
    this.speed = speed
    this.#child = child
    this.#namespace = namespace
    this.#near = near
  }

  /** Whether this machine and its user can have one: root, with TUN interfaces and namespaces. */
  static async isPossible(): Promise<boolean> {
    const tried = await runCommand(['ip', 'tuntap', 'add', 'dev', nearName(), 'mode', 'tun']).catch(() => undefined)
    if (tried?.code !== 0) return false
    await runCommand(['ip', 'tuntap', 'del', 'dev', nearName(), 'mode', 'tun'])
    const name = namespaceName()
    const added = (await runCommand(['ip', 'netns', 'add', name])).code === 0
    if (added) await runCommand(['ip', 'netns', 'del', name])
    return added
  }

  /** Builds the line in the folder `folder`. Throws where this machine does not let us. */
  static async open(folder: string, speed: LinkSpeed): Promise<SlowLink> {
    const [namespace, near, far] = [namespaceName(), nearName(), `${nearName()}f`]
    const program = join(folder, 'link')
    await succeed('go', 'build', '-o', program, join(import.meta.dirname, 'link.go'))
    await succeed('ip', 'netns', 'add', namespace)
    const [rate, roundTrip] = [String(speed.megabits * 1e6), `${speed.roundTripMilliseconds}ms`]
    const child = spawn(program, [namespace, near, far, rate, roundTrip], { stdio: ['pipe', 'pipe', 'inherit'] })
    const [line] = await once(createInterface({ input: child.stdout }), 'line')
    assert.equal(line, 'ready')
    const inside = ['ip', 'netns', 'exec', namespace]
    await succeed('ip', 'addr', 'add', `${nearAddress}/30`, 'dev', near)
    await succeed('ip', 'link', 'set', near, 'up')
    await succeed(...inside, 'ip', 'addr', 'add', `${farAddress}/30`, 'dev', far)
    await succeed(...inside, 'ip', 'link', 'set', far, 'up')
    await succeed(...inside, 'ip', 'link', 'set', 'lo', 'up')
    return new SlowLink(speed, child, namespace, near)
  }

  /** What goes before a command that is to run at the far end. */
  get inside(): readonly string[] {
    return ['ip', 'netns', 'exec', this.#namespace]
  }

  /** Bytes that have gone to the far end so far, headers included. */
  sentBytes(): number {
    return Number(readFileSync(`/sys/class/net/${this.#near}/statistics/tx_bytes`, 'utf8'))
  }

  /** Takes the line and the namespace away. */
  async close(): Promise<void> {
    const closed = once(this.#child, 'close')
    this.#child.stdin?.end()
    await closed
    await succeed('ip', 'netns', 'del', this.#namespace)
  }
}

/** Runs at once have lines of their own. An interface has at most 15 characters. */
const namespaceName = (): string => `goferry-bench-${process.pid}`
const nearName = (): string => `gfb${process.pid}`

async function succeed(...command: readonly string[]): Promise<void> {
  const { code, stderr } = await runCommand(command)
  assert.equal(code, 0, `${command.join(' ')}: ${stderr}`)
}
