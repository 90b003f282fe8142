import type { ModuleVersion } from '../../core/module/module-version.ts'
import { formatKeptRecord, keptRecordLimit, parseKeptRecord } from '../../core/proofs/kept-record.ts'
import { recordKey } from '../../core/proofs/peer-keys.ts'
import type { ListedRecord } from '../../core/proofs/proofs.ts'
import type { Store } from '../../ports/store.ts'

/** Records of the public database that were verified and given to a client, until a blob of proofs has them. */
export class KeptRecords {
  readonly #store: Store
  readonly #name: string

  /** `name`: that of the database. */
  constructor({ store, name }: { store: Store; name: string }) {
    this.#store = store
    this.#name = name
  }

  /** What is kept of `module`; undefined for nothing, or nothing whole. Throws what the store throws. */
  async read(module: ModuleVersion): Promise<ListedRecord | undefined> {
    const key = recordKey(this.#name, module)
    const bytes = key === undefined ? undefined : await this.#store.read(key, keptRecordLimit)
    return bytes && parseKeptRecord(bytes, module)
  }

  /** Keeps `record`, durable on return, unless its name is too long for a key. Throws what the store throws. */
  async keep(module: ModuleVersion, record: ListedRecord): Promise<void> {
    const key = recordKey(this.#name, module)
    if (key !== undefined) await this.#store.replace(key, formatKeptRecord(record))
  }
}
