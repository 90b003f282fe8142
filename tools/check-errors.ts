import { errorsPage, errorsReference, errorsSource } from './gen-reference.ts'
import { messagesOf } from './messages.ts'
import type { Offence } from './offence.ts'
import type { Tree } from './tree.ts'

/** Error codes that do not say when they happen, and a reference page that is not what the codes make it. */
export async function check(tree: Tree): Promise<Offence[]> {
  const silent = messagesOf(tree, errorsSource).filter(({ when }) => when === '')
  const offences: Offence[] = silent.map(({ key, file, line }) => ({
    file,
    line,
    says: `code '${key}' has no docstring that says when it happens`,
  }))
  if (tree.text(errorsPage) !== errorsReference(tree))
    offences.push({ file: errorsPage, says: `differs from ${errorsSource}: run node tools/gen-reference.ts` })
  return offences
}
