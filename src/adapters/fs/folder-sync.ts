import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/**
 * fsync of folders. Many files that reach one folder at once share few calls: at most one runs and one waits a folder,
 * and whoever comes meanwhile joins the one that waits.
 */
export class FolderSync {
  readonly #running = new Map<string, Promise<void>>()
  readonly #waiting = new Map<string, Promise<void>>()

  /**
   * What was linked into or removed from `folder` before this call is durable on return. Throws what the system says.
   */
  sync(folder: string): Promise<void> {
    const waiting = this.#waiting.get(folder)
    if (waiting !== undefined) return waiting
    const running = this.#running.get(folder)
    if (running === undefined) return this.#start(folder)
    // A running fsync may have begun before the caller's change: only the next one surely holds it.
    const next = running
      .catch(() => undefined)
      .then(() => {
        this.#waiting.delete(folder)
        return this.#start(folder)
      })
    this.#waiting.set(folder, next)
    return next
  }

  #start(folder: string): Promise<void> {
    const run = fsync(folder).finally(() => this.#running.delete(folder))
    this.#running.set(folder, run)
    return run
  }
}

async function fsync(folder: string): Promise<void> {
  await using handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  await handle.sync()
}
