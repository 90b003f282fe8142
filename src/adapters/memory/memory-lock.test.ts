import { lockConformance } from '../../ports/lock.conformance.ts'
import { MemoryLock } from './memory-lock.ts'

lockConformance('memory', async () => {
  const lock = new MemoryLock()
  return () => lock
})
