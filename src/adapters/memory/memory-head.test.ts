import { headConformance } from '../../ports/head.conformance.ts'
import { MemoryHead } from './memory-head.ts'

headConformance('memory', async () => {
  const head = new MemoryHead()
  return () => head
})
