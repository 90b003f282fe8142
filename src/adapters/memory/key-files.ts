import { GoferryError } from '../../core/errors.ts'
import type { KeyFiles } from '../../ports/key-files.ts'

/** Keys in memory, for tests. */
export class MemoryKeyFiles implements KeyFiles {
  readonly #files = new Map<string, string>()
  readonly #exports = new Map<string, string>()

  async read(name: string): Promise<string | undefined> {
    return this.#files.get(name)
  }

  async write(name: string, text: string): Promise<void> {
    this.#files.set(name, text)
  }

  async list(): Promise<string[]> {
    return [...this.#files.keys()].sort()
  }

  /** Nothing to do: a write to memory leaves nothing half done. */
  sweep(): Promise<void> {
    return Promise.resolve()
  }

  async export(path: string, text: string): Promise<void> {
    if (this.#exports.has(path)) throw new GoferryError('usage', { subject: path, reason: 'key-file-exists' })
    this.#exports.set(path, text)
  }

  async import(path: string): Promise<string> {
    const text = this.#exports.get(path)
    if (text === undefined) throw new GoferryError('absent', { subject: path })
    return text
  }
}
