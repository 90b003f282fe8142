import { keyFilesConformance } from '../../ports/key-files.conformance.ts'
import { MemoryKeyFiles } from './key-files.ts'

keyFilesConformance('memory', async () => ({ files: new MemoryKeyFiles(), exportPath: '/backup' }))
