import { GoferryError } from '../../core/errors.ts'
import { hex } from '../../core/hash.ts'
import { formatTime } from '../../core/log/entry-values.ts'
import type { MessageKey } from '../../core/messages/catalogue.ts'
import { type KeyTexts, parseSigner, parseVerifier, type Signer, type Verifier } from '../../core/note/key.ts'
import type { Clock } from '../../ports/clock.ts'
import type { KeyFiles } from '../../ports/key-files.ts'
import type { Reached } from '../../ports/steps.ts'
import { formatBackup, parseBackup } from './backup.ts'
import { formatKeyIndex, type KeyIndex, type KeyRecord, parseKeyIndex, type RetiredKey } from './key-index.ts'
import { fingerprint, keyHash, keyName, keyPairOf, newKeyPair } from './key-pair.ts'
import { checkLogName } from './log-name.ts'

/** Who a log is: what it signs with, and what others check it by. */
export interface Identity {
  /** The name of the log, of its keys, and its C2SP origin. */
  readonly name: string
  /** Every head carries a signature of each, in this order: the newest key first. */
  readonly signers: readonly Signer[]
  /** The public keys of `signers`, in the same order. */
  readonly verifiers: readonly Verifier[]
  /** The same keys as text, `name+hash+base64`. */
  readonly verifierKeys: readonly string[]
  /** Names that the log had before and must no longer be served under. */
  readonly retiredNames: readonly string[]
  /** Whether a log may be begun under this name: not by keys from a backup, which have signed one already. */
  readonly mayBegin: boolean
}

/** One key as it is shown: nothing of it is secret. */
export interface ShownKey extends KeyRecord {
  /** SHA-256 of the public key in hexadecimal. */
  readonly fingerprint: string
  /** Since when it signs no more; absent while it signs. */
  readonly retired?: string
}

/** What the keys need of the world. */
export interface KeysParts {
  readonly files: KeyFiles
  readonly clock: Clock
  readonly reached: Reached
  /**
   * Private keys from outside, one a line, the newest first: then no key file is read, and the keys are changed where
   * they come from.
   */
  readonly environment?: string | undefined
}

/** The keys of a node's log: `log.json` names the log and its public keys, `<hash>.key` holds each private key. */
export class Keys {
  readonly #parts: KeysParts

  constructor(parts: KeysParts) {
    this.#parts = parts
  }

  /**
   * The identity of the log, or undefined before `create`. Throws `key-exposed`, `bad-key`, `bad-settings` (a damaged
   * or incomplete folder) and what the files throw.
   */
  async load(): Promise<Identity | undefined> {
    const index = await this.#readIndex()
    if (this.#parts.environment !== undefined) return fromEnvironment(this.#parts.environment, index)
    return index && this.#identity(index)
  }

  /**
   * Makes the first key, for the log `name` or for one named after the key. A key
   * that a crash left without its index is taken up again. Throws `usage` where
   * there are keys or the name is none; `bad-settings` where the index was lost.
   */
  async create(name?: string): Promise<Identity> {
    this.#refuseEnvironment()
    if (name !== undefined) checkLogName(name)
    if ((await this.#readIndex()) !== undefined) throw refusal('keys-exist')
    await this.#parts.files.sweep()
    const left = await this.#spareKeys([])
    if (left.length > 1) throw new GoferryError('bad-settings', { subject: 'keys', reason: 'keys-index-lost' })
    if (left[0] && name !== undefined && keyName(left[0].verifier) !== name) throw refusal('keys-exist')
    const key = left[0] ?? (await this.#writeNewKey(name))
    return this.#change({
      name: keyName(key.verifier),
      active: [this.#record(key)],
      retired: [],
      retiredNames: [],
    })
  }

  /** Every key, the newest first, and the retired ones after them. Throws `usage` where there is none. */
  async show(): Promise<ShownKey[]> {
    const index = await this.#index()
    return [...index.active, ...index.retired].map(key => ({ ...key, fingerprint: hex(fingerprint(key.key)) }))
  }

  /**
   * Writes all that a new folder needs, secrets included, to the new
   * file `path` of mode 0600. Throws `usage` where there is one.
   */
  async backup(path: string): Promise<void> {
    await this.#parts.files.export(path, await this.backupText())
  }

  /** All that a new folder needs, secrets included. Throws `usage` where there are no keys of its own. */
  async backupText(): Promise<string> {
    this.#refuseEnvironment()
    const index = await this.#index()
    const keys = await Promise.all(index.active.map(({ key }) => this.#readKey(key)))
    return formatBackup({ index, keys })
  }

  /**
   * Takes over what `backup` wrote. Throws `usage` where there are
   * keys already, `bad-settings` or `bad-key` for another file.
   */
  async restore(path: string): Promise<Identity> {
    this.#refuseEnvironment()
    return this.restoreText(await this.#parts.files.import(path))
  }

  /** The same for what `backupText` gave. */
  async restoreText(text: string): Promise<Identity> {
    this.#refuseEnvironment()
    const backup = parseBackup(text)
    const index = { ...backup.index, restored: true }
    await this.#refuseOtherKeys(index, backup.keys)
    // The index first: should a crash leave keys without it, the next start would take them for new ones.
    await this.#parts.files.write('log.json', formatKeyIndex(index))
    this.#parts.reached('key-written')
    for (const key of backup.keys) await this.#writeKey(keyPairOf(key))
    return this.#identity(index)
  }

  /**
   * Adds a key under the same name: from now on heads carry the signature of the new one and of the old one, until
   * clients have been given the new one. Throws `usage` where a rotation is under way.
   */
  async beginRotation(): Promise<Identity> {
    this.#refuseEnvironment()
    const index = await this.#index()
    if (index.active.length > 1) throw refusal('keys-rotating')
    const key = await this.#spareOrNewKey(index, index.name)
    return this.#change({ ...index, active: [this.#record(key), ...index.active] })
  }

  /**
   * Retires the old key: heads carry the signature of the new one alone. Throws `usage` where no rotation is under way.
   */
  async finishRotation(): Promise<Identity> {
    this.#refuseEnvironment()
    const index = await this.#index()
    const [newest, ...old] = index.active
    if (newest === undefined || old.length === 0) throw refusal('keys-not-rotating')
    return this.#change({ ...index, active: [newest], retired: [...this.#retire(old), ...index.retired] })
  }

  /**
   * After a compromise: another name and another key. The old keys sign nothing more, the old name is never used again
   * and no longer served. Throws `usage` for a name that is none or was used.
   */
  async rename(name: string): Promise<Identity> {
    this.#refuseEnvironment()
    checkLogName(name)
    const index = await this.#index()
    const retiredNames = [index.name, ...index.retiredNames]
    if (retiredNames.includes(name)) throw new GoferryError('usage', { subject: name, reason: 'log-name-used' })
    const key = await this.#spareOrNewKey(index, name)
    const retired = [...this.#retire(index.active), ...index.retired]
    return this.#change({ name, active: [this.#record(key)], retired, retiredNames })
  }

  async #readIndex(): Promise<KeyIndex | undefined> {
    const text = await this.#parts.files.read('log.json')
    return text === undefined ? undefined : parseKeyIndex(text)
  }

  async #index(): Promise<KeyIndex> {
    const index = await this.#readIndex()
    if (index === undefined) throw refusal('keys-none')
    return index
  }

  /** Every change of the folder ends here: with the index, after the keys that it names. */
  async #change(index: KeyIndex): Promise<Identity> {
    await this.#parts.files.write('log.json', formatKeyIndex(index))
    this.#parts.reached('key-written')
    return this.#identity(index)
  }

  /** Only what a crash left of the same restoration may be there. */
  async #refuseOtherKeys(index: KeyIndex, keys: readonly string[]): Promise<void> {
    const ours = ['log.json', ...keys.map(key => `${keyHash(keyPairOf(key).verifier)}.key`)]
    const held = await this.#parts.files.list()
    const isSame = !held.includes('log.json') || (await this.#parts.files.read('log.json')) === formatKeyIndex(index)
    if (!isSame || held.some(name => !ours.includes(name))) throw refusal('keys-exist')
  }

  async #identity({ name, active, retiredNames, restored }: KeyIndex): Promise<Identity> {
    const signers = await Promise.all(active.map(async ({ key }) => parseSigner(await this.#readKey(key))))
    const verifierKeys = active.map(({ key }) => key)
    const verifiers = verifierKeys.map(parseVerifier)
    return { name, signers, verifiers, verifierKeys, retiredNames, mayBegin: restored !== true }
  }

  /** The private text of an active key; it must be that of the public one. */
  async #readKey(verifier: string): Promise<string> {
    const file = `${keyHash(verifier)}.key`
    const text = (await this.#parts.files.read(file))?.trimEnd()
    if (text === undefined || keyPairOf(text).verifier !== verifier) {
      throw new GoferryError('bad-settings', { subject: 'keys', reason: 'keys-file-lost', params: { file } })
    }
    return text
  }

  /** The key that a crash left before its index was written, else a new one. */
  async #spareOrNewKey(index: KeyIndex, name: string): Promise<KeyTexts> {
    const spare = await this.#spareKeys([...index.active, ...index.retired])
    return spare.find(key => keyName(key.verifier) === name) ?? (await this.#writeNewKey(name))
  }

  /** The keys in the folder that are none of `known`. */
  async #spareKeys(known: readonly KeyRecord[]): Promise<KeyTexts[]> {
    const knownFiles = known.map(({ key }) => `${keyHash(key)}.key`)
    const names = (await this.#parts.files.list()).filter(name => name.endsWith('.key') && !knownFiles.includes(name))
    const texts = await Promise.all(names.map(name => this.#parts.files.read(name)))
    return texts.filter(text => text !== undefined).map(text => keyPairOf(text.trimEnd()))
  }

  async #writeNewKey(name: string | undefined): Promise<KeyTexts> {
    const key = newKeyPair(name)
    await this.#writeKey(key)
    return key
  }

  async #writeKey(key: KeyTexts): Promise<void> {
    await this.#parts.files.write(`${keyHash(key.verifier)}.key`, `${key.signer}\n`)
    this.#parts.reached('key-written')
  }

  #record(key: KeyTexts): KeyRecord {
    return { key: key.verifier, created: this.#now() }
  }

  #retire(keys: readonly KeyRecord[]): RetiredKey[] {
    return keys.map(key => ({ ...key, retired: this.#now() }))
  }

  #now(): string {
    return formatTime(this.#parts.clock.now())
  }

  #refuseEnvironment(): void {
    if (this.#parts.environment !== undefined) throw refusal('keys-from-environment')
  }
}

function fromEnvironment(text: string, index: KeyIndex | undefined): Identity {
  const pairs = text.trim().split(/\s+/).map(keyPairOf)
  const names = [...new Set(pairs.map(pair => keyName(pair.verifier)))]
  const [name, other] = names
  if (name === undefined || other !== undefined) {
    throw new GoferryError('bad-settings', { subject: 'GOFERRY_KEY', reason: 'keys-other-names' })
  }
  checkLogName(name)
  return {
    name,
    signers: pairs.map(pair => parseSigner(pair.signer)),
    verifiers: pairs.map(pair => parseVerifier(pair.verifier)),
    verifierKeys: pairs.map(pair => pair.verifier),
    retiredNames: index?.retiredNames ?? [],
    mayBegin: true,
  }
}

function refusal(reason: MessageKey): GoferryError {
  return new GoferryError('usage', { subject: 'keys', reason })
}
