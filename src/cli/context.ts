import type { MessageKey } from '../core/messages/catalogue.ts'
import type { Lang, Params } from '../core/messages/text.ts'
import type { Watch } from '../ports/watch.ts'
import type { AddReport } from '../services/add/add.ts'
import type { Want } from '../services/add/world.ts'
import type { PublishReport, PublishRequest } from '../services/publish/publish.ts'
import type { ClosureAccess, ClosureRequest } from './closure-access.ts'
import type { DoctorRequest, DoctorTell } from './doctor-request.ts'
import type { FerryAccess } from './ferry-access.ts'
import type { FindingAccess } from './finding-access.ts'
import type { Folder } from './folder.ts'
import type { JobAccess } from './job-access.ts'
import type { KeepingAccess } from './keeping-access.ts'
import type { Terminal } from './terminal.ts'
import type { ToolchainAccess } from './toolchain-access.ts'

/** The options that every command takes. */
export interface CommonOptions {
  /** The node's folder; undefined for the default. */
  readonly data?: string
  /** The settings file. */
  readonly config?: string
  readonly json?: boolean
  readonly lang?: Lang
}

/** What a command has to do with: the node and the terminal. */
export interface Context {
  readonly options: CommonOptions
  /** One line of the result on standard output. */
  print(line: string): void
  /** One line for a person on standard error: progress, notices. */
  note(line: string): void
  /** A message of the catalogue in the language of the person. */
  say(key: MessageKey, params?: Params): string
  /** Its language is that of `--lang` where that was given. */
  readonly terminal: Terminal
  readonly node: NodeAccess
}

/** The ways to a node's folder. */
export interface NodeAccess
  extends KeepingAccess,
    JobAccess,
    ClosureAccess,
    ToolchainAccess,
    FerryAccess,
    FindingAccess {
  /** The path of the node's folder. */
  readonly data: string
  /** Runs a node until it is stopped; `flags` are settings. */
  up(flags: Readonly<Record<string, unknown>>): Promise<void>
  /** Opens the folder to read. Throws `absent` where no node was ever started in it. */
  open(): Promise<Folder>
  /** What clients need to know of the settings: the node's URL, and the prefixes of internal modules. */
  client(): Promise<{ readonly url: string; readonly internal: readonly string[] }>
  /** Changes the keys: through the running node, or under the lock where none runs. */
  changeKeys(change: KeyChange): Promise<void>
  /** Takes modules into the node. An interruption keeps what was done. */
  add(request: AddRequest, watch: Watch): Promise<AddReport>
  /** Writes a first settings file, to the one that was named or the node's own; gives its path. Throws `usage`. */
  writeSettings(lang: Lang): Promise<string>
  /** The values that settings have where they are few, by the name of the setting. */
  allowedValues(): Promise<Readonly<Record<string, readonly string[]>>>
  /** Publishes an internal module from a folder. */
  publish(request: PublishRequest, watch: Watch): Promise<PublishReport>
  /** Looks for what is wrong with this machine's go settings and with the node, and mends what it may. */
  doctor(request: DoctorRequest, tell: DoctorTell): Promise<void>
  /** The keys as they are shown, the newest first. */
  keys(): Promise<readonly { key: string; fingerprint: string; created: string; retired?: string }[]>
  /** Writes keys and names, secrets included, to a new file. */
  backupKeys(file: string): Promise<void>
}

/** What is to be added, and from where; without an upstream, from that of the settings or of the go command. */
export interface AddRequest {
  readonly wants: readonly Want[]
  /** A project or a seed, of whose closure so much is wanted. */
  readonly closure?: ClosureRequest
  /** A chain in the form of GOPROXY. */
  readonly upstream?: string
  /** The folder of a module cache. */
  readonly modcache?: string
  /** The folder of an Athens disk store. */
  readonly athens?: string
}

/** A change of a log's keys. */
export type KeyChange =
  | { readonly kind: 'rotate' }
  | { readonly kind: 'finish' }
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'make'; readonly name: string | undefined }
  | { readonly kind: 'restore'; readonly file: string }
