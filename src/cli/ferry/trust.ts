import type { Command } from 'commander'
import type { Context } from '../context.ts'

/** `goferry ferry trust`: the piece of a trust policy that names this node, to be carried to a centre by hand. */
export function trustCommand(command: Command, context: () => Context): void {
  command.description(context().say('cli.ferry.trust')).action(async () => {
    const { node, options, print, note, say } = context()
    const trust = await node.bundleTrust()
    if (options.json) return print(JSON.stringify(trust))
    const { origin, logKeys, bundleKey } = trust
    print('mirrors:')
    print(`  - origin: ${origin}`)
    print('    log:')
    print('      keys:')
    for (const key of logKeys) print(`        - key: ${key}`)
    print('    bundle:')
    print('      needed: 1')
    print('      keys:')
    print(`        - key: ${bundleKey}`)
    print('approvers:')
    print('  needed: 0')
    print('  keys: []')
    note(say('cli.ferry.trust.hint'))
  })
}
