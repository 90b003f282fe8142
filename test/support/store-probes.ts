import { type ErrorCode, isGoferryError } from '../../src/core/errors.ts'
import type { Store } from '../../src/ports/store.ts'

/** Whether an error is a GoferryError with `code`. */
export function refusal(code: ErrorCode): (error: unknown) => boolean {
  return error => isGoferryError(error, code)
}

/** What lies at the key `at`, at most 1000 bytes, as text. */
export async function text(store: Store, at: string): Promise<string | undefined> {
  const bytes = await store.read(at, 1000)
  return bytes && Buffer.from(bytes).toString()
}

/** What `look` gives, over and over, until `work` is done; throws what `work` throws. */
export async function whileRunning<T>(work: Promise<unknown>, look: () => Promise<T>): Promise<T[]> {
  let running = true
  const done = work.finally(() => {
    running = false
  })
  const seen: T[] = []
  while (running) seen.push(await look())
  await done
  return seen
}
