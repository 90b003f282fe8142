import { type Command, Option } from 'commander'
import type { MessageKey } from '../core/messages/catalogue.ts'
import type { Context } from './context.ts'
import { posixQuote } from './posix-quote.ts'

/** The names of all profiles. */
const PROFILES = ['all', 'public', 'internal'] as const

/** One way to set up a client: Go variables and their values. */
interface Profile {
  readonly name: (typeof PROFILES)[number]
  /** What it is for, in a line. */
  readonly says: MessageKey
  readonly variables: Readonly<Record<string, string>>
}

/** How a shell sets the variables of a profile. */
const SHELLS = {
  go: (name: string, value: string) => `go env -w ${name}=${posixQuote(value)}`,
  sh: (name: string, value: string) => `export ${name}=${posixQuote(value)}`,
  fish: (name: string, value: string) => `set -gx ${name} '${value.replace(/[\\']/g, '\\$&')}'`,
  // PowerShell takes typographic quotes for quotes too.
  powershell: (name: string, value: string) => `$env:${name} = '${value.replace(/['\u2018-\u201b]/g, '$&$&')}'`,
  dockerfile: (name: string, value: string) => `ENV ${name}="${value.replace(/[\\"$]/g, '\\$&')}"`,
}

/** `goferry env`: the lines that set up a client, for each profile. */
export function env(command: Command, context: () => Context): Command {
  return command
    .description(context().say('cli.env'))
    .addOption(new Option('--profile <name>', context().say('cli.env.profile')).choices(PROFILES))
    .addOption(new Option('--shell <shell>', context().say('cli.env.shell')).choices(Object.keys(SHELLS)).default('go'))
    .option('--url <url>', context().say('cli.env.url'))
    .action(async (flags: { profile?: string; shell: keyof typeof SHELLS; url?: string }) => {
      const line = SHELLS[flags.shell]
      const { options, print, say } = context()
      for (const { name, says, variables } of await chosen(context(), flags)) {
        if (options.json) print(JSON.stringify({ profile: name, variables }))
        else {
          print(`# ${name}: ${say(says)}`)
          for (const [variable, value] of Object.entries(variables)) print(line(variable, value))
        }
      }
    })
}

async function chosen(context: Context, flags: { profile?: string; url?: string }): Promise<Profile[]> {
  const [client, folder] = [await context.node.client(), await context.node.open()]
  const key = folder.verifierKeys[0] ?? ''
  const profiles = profilesOf(flags.url ?? client.url, key, client.internal)
  return profiles.filter(profile => flags.profile === undefined || profile.name === flags.profile)
}

/** Never GOPRIVATE, which bypasses the proxy; never GONOSUMDB=*, which switches verification off (design §2). */
function profilesOf(url: string, verifierKey: string, internal: readonly string[]): Profile[] {
  // No `,off` behind it: nothing else is asked either way, and the go command would lose the text of a 404.
  const GOPROXY = url
  const patterns = internal.length === 0 ? 'corp.example' : internal.join(',')
  return [
    { name: 'all', says: 'cli.env.all', variables: { GOPROXY, GOSUMDB: verifierKey } },
    { name: 'public', says: 'cli.env.public', variables: { GOPROXY } },
    { name: 'internal', says: 'cli.env.internal', variables: { GOPROXY, GONOSUMDB: patterns } },
  ]
}
