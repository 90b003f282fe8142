import { GoClient } from '../go-client.ts'
import { NodeProcess } from '../node-process.ts'
import type { CommandResult } from '../run-command.ts'

/** What a desk does beside its node. */
export interface DeskWish {
  /** The folder of the node, and more arguments of `goferry up`. */
  readonly data: string
  readonly up: readonly string[]
  /** What the desk keeps lies here. */
  readonly folder: string
  /** Where the commands run. */
  readonly project: string
  /** GOSUMDB; the key of the node where it is undefined. */
  readonly sumdb: string | undefined
  readonly commands: readonly (readonly string[])[]
}

/** Node and go as one process tree, so that both share a network that leads nowhere: the wish is the only argument. */
const wish = JSON.parse(process.argv[2] ?? '') as DeskWish
const node = await NodeProcess.start(wish.data, ...wish.up)
const client = new GoClient(wish.folder, { GOPROXY: node.url, GOSUMDB: wish.sumdb ?? node.key })
const results: CommandResult[] = []
for (const command of wish.commands) results.push(await client.go(wish.project, ...command))
await node.stop()
process.stdout.write(`\n${JSON.stringify(results)}\n`)
