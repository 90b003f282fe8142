import { utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { base64 } from '../hash.ts'
import type { Signer, Verifier } from '../note/key.ts'
import { openNote } from '../note/open-note.ts'
import { signNote } from '../note/sign-note.ts'
import type { TreeHead } from '../tlog/tree-head.ts'

/** What was rehearsed, and came through: what the commands of a project need is in the store. */
export interface Rehearsal {
  /** The main modules, by their paths. */
  readonly modules: readonly string[]
  /** SHA-256 of each file of the project that says what it is built of, in hexadecimal, by its name in the project. */
  readonly files: readonly { readonly name: string; readonly sha256: string }[]
  /** As `go env GOVERSION` has it. */
  readonly toolchain: string
  /** `os/arch`. */
  readonly platforms: readonly string[]
  /** The go commands that were run, without `go`, the platform before those that are for another. */
  readonly commands: readonly string[]
  /** What kept the go command from the network: a network namespace, or its settings alone. */
  readonly isolation: 'namespace' | 'settings'
}

/** Where it was rehearsed. */
export interface RehearsedAt {
  /** The name of the log. */
  readonly log: string
  readonly head: TreeHead
  /** RFC 3339, UTC, whole seconds. */
  readonly time: string
}

const title = 'goferry rehearsal v1'

/**
 * The certificate of a rehearsal: a signed note of one fact a line, name and value, the same for the same facts. Throws
 * `bad-note` for a value that no note may hold.
 */
export function formatCertificate(rehearsal: Rehearsal, at: RehearsedAt, signer: Signer): Uint8Array {
  const facts: (readonly [string, string])[] = [
    ...rehearsal.modules.map(path => ['module', path] as const),
    ...rehearsal.files.map(({ name, sha256 }) => ['file', `${sha256} ${name}`] as const),
    ['toolchain', rehearsal.toolchain],
    ...rehearsal.platforms.map(platform => ['platform', platform] as const),
    ...rehearsal.commands.map(command => ['command', command] as const),
    ['isolation', rehearsal.isolation],
    ['log', at.log],
    ['size', String(at.head.size)],
    ['root', base64(at.head.root)],
    ['time', at.time],
  ]
  if (facts.some(([, value]) => /[\n\r]/.test(value))) throw new GoferryError('bad-note', { subject: 'rehearsal' })
  return signNote(`${title}\n${facts.map(([name, value]) => `${name} ${value}\n`).join('')}`, [signer])
}

/** The facts of a certificate by name, each with its values in order, once its signature holds. Throws `bad-note`. */
export function readCertificate(note: string, verifier: Verifier): Map<string, string[]> {
  const { text } = openNote(utf8(note), [verifier])
  const [first, ...lines] = text.trimEnd().split('\n')
  if (first !== title) throw new GoferryError('bad-note', { subject: 'rehearsal', reason: 'rehearsal.title' })
  const facts = new Map<string, string[]>()
  for (const line of lines) {
    const [, name = '', value = ''] = /^(\S+) (.*)$/.exec(line) ?? []
    facts.set(name, [...(facts.get(name) ?? []), value])
  }
  return facts
}

/** The name of the key that signs the certificates of the log `log`: never that of the log itself. */
export function attestationName(log: string): string {
  return `attest.${log}`
}

/** The key of a certificate in the store, by the SHA-256 of its bytes. */
export function certificateKey(sha256: string): string {
  return `log/rehearsals/${sha256}`
}
