import type { Works } from '../../ports/work-processes.ts'
import { answerParent } from './answer-parent.ts'

// The program of a process for work: its argument is the URL of the module that exports `works`.
const { works } = (await import(process.argv[2] ?? '')) as { readonly works: Works }
answerParent(works)
