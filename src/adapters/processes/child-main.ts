import type { Works } from '../../ports/work-processes.ts'
import { answerParent } from './answer-parent.ts'

// The program of a process for work: its arguments are the URL of the module that exports `works`, and
// the number of the process that started it.
const { works } = (await import(process.argv[2] ?? '')) as { readonly works: Works }
await answerParent(works, Number(process.argv[3]))
