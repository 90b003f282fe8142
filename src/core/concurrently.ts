/**
 * Runs `work` on every item, on `width` of them at once, and returns when
 * all that began has ended. Throws the first error; nothing begins after it.
 */
export async function concurrently<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = items.values()
  const errors: unknown[] = []
  const lane = async () => {
    for (const item of left) {
      if (errors.length > 0) return
      await work(item).catch((error: unknown) => errors.push(error))
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane))
  if (errors.length > 0) throw errors[0]
}
