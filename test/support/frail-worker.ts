import { parentPort, threadId } from 'node:worker_threads'

/** A worker thread for tests of pools: does what the `location` of its job says. */
const acts: Readonly<Record<string, () => void>> = {
  exit: () => process.exit(3),
  throw: () => {
    throw new TypeError('a bug')
  },
  hang: () => undefined,
  spin: () => {
    for (;;);
  },
  leak: () => {
    const kept: object[] = []
    for (;;) kept.push(Array.from({ length: 1000 }, (_, i) => ({ i })))
  },
  id: () => parentPort?.postMessage({ value: threadId }),
}

parentPort?.on('message', ({ location }: { location: string }) => {
  const act = acts[location]
  if (act) act()
  else parentPort?.postMessage({ value: location })
})
