import { type Command, Option } from 'commander'
import { GoferryError } from '../core/errors.ts'
import type { MessageKey } from '../core/messages/catalogue.ts'
import { isBuildPlatform } from '../core/toolchain/platforms.ts'
import { LEVELS, type Level } from '../services/closure/levels.ts'
import type { Target } from '../services/closure/record.ts'

/** The flags that say how much of a closure is wanted. */
export interface ClosureFlags {
  readonly level: Level
  readonly platform?: readonly Pick<Target, 'os' | 'arch'>[]
  readonly tags?: readonly string[]
}

/** Adds those flags to a command. */
export function closureFlags(command: Command, say: (key: MessageKey) => string): Command {
  return command
    .addOption(new Option('--level <level>', say('cli.level')).choices(LEVELS).default('tidy'))
    .option('--platform <list>', say('cli.platform'), platforms)
    .option('--tags <list>', say('cli.tags'), (text: string) => text.split(','))
}

/** Reads `os/arch,…`. Throws `usage`. */
export function platforms(text: string): Pick<Target, 'os' | 'arch'>[] {
  return text.split(',').map(one => {
    const [os = '', arch = ''] = one.split('/')
    if (isBuildPlatform(one)) return { os, arch }
    throw new GoferryError('usage', { subject: `--platform ${one}`, reason: 'cli.platform.form' })
  })
}
