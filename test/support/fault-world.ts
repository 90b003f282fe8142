import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DiskHead } from '../../src/adapters/fs/disk-head.ts'
import { decodeHead } from '../../src/services/log/log-head.ts'
import { FolderCheck } from './check-folder.ts'
import { FolderUpstream } from './folder-upstream.ts'
import { MortalNode } from './mortal-node.ts'
import { Traffic, unlistedRule } from './traffic.ts'

/** More of them without reaching a step means that it is never reached. */
const maxBatches = 30

/** A data folder that outlives the nodes on it, its upstream, and clients who remember. */
export class FaultWorld {
  readonly data: string
  readonly upstream: FolderUpstream
  readonly traffic: Traffic
  readonly #check: FolderCheck
  readonly #args: readonly string[]

  readonly replica: string

  /** `folder`: an empty one; `args` come on top of those that every node gets; `data`: the node's folder. */
  constructor(folder: string, args: readonly string[], data = join(folder, 'node')) {
    this.data = data
    this.replica = join(folder, 'replica')
    this.upstream = new FolderUpstream(join(folder, 'upstream'))
    this.traffic = new Traffic(this.upstream)
    this.#check = new FolderCheck(this.data)
    const config = join(folder, 'goferry.yaml')
    writeFileSync(
      config,
      `sumdb: ${FolderUpstream.sumdb}\nunlisted: ['${unlistedRule}']\nrequests: none\nreserve: '0'\nreplica: ${this.replica}\n`,
    )
    this.#args = ['--data', this.data, '--config', config, '--upstream', this.upstream.url, ...args]
  }

  /** Starts a node, which need not come up. */
  launch(environment: Readonly<Record<string, string>> = {}): MortalNode {
    return new MortalNode(this.#args, environment)
  }

  /** Nothing that clients were shown is lost or changed, and the folder is in order. The node must be idle. */
  async checkSurvived(node: MortalNode): Promise<void> {
    const { url, name, key } = await node.up()
    await this.traffic.followLog(url, name, key)
    await this.traffic.askAgain(url)
    await this.#check.check()
    assert.ok(this.#check.size >= this.traffic.acknowledged, 'the log is shorter than what was acknowledged')
    const [own, copy] = await Promise.all([this.data, this.replica].map(place => new DiskHead(place).read()))
    const [root, copied] = [own, copy].map(head => head && decodeHead(head.value).root)
    assert.equal(copied, root, 'the replica is not what the log is')
  }

  /** Starts a node, holds it against what was before, and lets it pull until it dies by itself, which it must. */
  async dieAt(step: string, times: number): Promise<void> {
    const node = this.launch({ GOFERRY_CRASH_AT: `${step}:${times}` })
    const greeting = await node.greeting
    if (greeting !== undefined) {
      await this.checkSurvived(node)
      await this.pullUntilDeath(node, greeting.url)
    }
    assert.deepEqual(await node.death, { code: null, signal: 'SIGKILL' }, `${step}:${times}: ${node.output}`)
  }

  /** Batch after batch, until a client loses the connection; on return the node is dead. */
  async pullUntilDeath(node: MortalNode, url: string): Promise<void> {
    for (let batch = 0; batch < maxBatches; batch++) {
      try {
        await this.traffic.batch(url)
      } catch (error) {
        // What the clients of a dying node hear is no promise; a connection that breaks while it lives would hang here.
        if (error instanceof assert.AssertionError && !node.hasDied) throw error
        await node.death
        return
      }
    }
    await node.kill()
    assert.fail('the node did not die')
  }

  /** A node on the folder: all is as it was, it goes on pulling, and stops well. */
  async goesOn(): Promise<void> {
    const node = this.launch()
    await this.checkSurvived(node)
    await this.traffic.batch((await node.up()).url)
    await this.checkSurvived(node)
    await node.stop()
  }
}
