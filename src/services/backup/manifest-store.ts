import {
  type BackedFile,
  formatManifest,
  formatPart,
  type Manifest,
  manifestKey,
  manifestLimit,
  parseManifest,
  parsePart,
  partFiles,
  partFolder,
} from '../../core/backup/manifest.ts'
import { GoferryError } from '../../core/errors.ts'
import { hex, sha256 } from '../../core/hash.ts'
import type { Store } from '../../ports/store.ts'

/** The manifest of the backup in `place`; undefined before one was finished. Throws `store-damaged`. */
export async function readManifest(place: Store): Promise<Manifest | undefined> {
  const bytes = await place.read(manifestKey, manifestLimit)
  return bytes && parseManifest(bytes)
}

/** What identifies a backup: the SHA-256 of its manifest. */
export function backupId(manifest: Manifest): string {
  return hex(sha256(formatManifest(manifest)))
}

/** The files that `manifest` names, part by part in their order. Throws `store-damaged` for a part that is bad. */
export async function* readParts(place: Store, { parts }: Manifest): AsyncGenerator<readonly BackedFile[]> {
  for (const part of parts) {
    const key = `${partFolder}/${part}`
    const bytes = await place.read(key, manifestLimit)
    if (bytes === undefined) throw new GoferryError('store-damaged', { subject: key, reason: 'backup-form' })
    yield parsePart(part, bytes)
  }
}

/** Collects what a backup holds, and writes it down: parts as they fill, the manifest at the end. */
export class ManifestWriter {
  readonly #place: Store
  readonly #parts: string[] = []
  readonly #open: BackedFile[] = []
  #files = 0
  #bytes = 0

  /** `place`: the store of the backup. */
  constructor(place: Store) {
    this.#place = place
  }

  /** Takes note of a file that is durable in the backup. Throws what the store throws. */
  async add(file: BackedFile): Promise<void> {
    this.#open.push(file)
    this.#files++
    this.#bytes += file.size
    if (this.#open.length === partFiles) await this.#flush()
  }

  /** Makes all that was added the backup. Throws what the store throws. */
  async finish(rest: Omit<Manifest, 'files' | 'bytes' | 'parts'>): Promise<Manifest> {
    if (this.#open.length > 0) await this.#flush()
    const manifest = { ...rest, files: this.#files, bytes: this.#bytes, parts: this.#parts }
    await this.#place.replace(manifestKey, formatManifest(manifest))
    return manifest
  }

  async #flush(): Promise<void> {
    const bytes = formatPart(this.#open.splice(0))
    const name = hex(sha256(bytes))
    await this.#place.put(`${partFolder}/${name}`, bytes)
    this.#parts.push(name)
  }
}
