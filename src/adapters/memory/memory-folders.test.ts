import { flatFoldersConformance } from '../../ports/flat-folders.conformance.ts'
import { MemoryFolders } from './memory-folders.ts'

flatFoldersConformance('memory', async () => new MemoryFolders())
