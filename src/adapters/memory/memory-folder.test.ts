import { flatFolderConformance } from '../../ports/flat-folder.conformance.ts'
import { MemoryFolder } from './memory-folder.ts'

flatFolderConformance('memory', async () => new MemoryFolder())
