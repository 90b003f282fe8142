import { fromUtf8, utf8 } from '../../../core/bytes.ts'
import { GoferryError } from '../../../core/errors.ts'
import { formatTaken, objectsFile, parseTaken, type TakenObject } from '../../../core/ferry/taken-object.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import { readChunks } from '../../../ports/read-whole.ts'

/** The longest line, in bytes. */
const lineLimit = 200

/** What of the import in `folder` lies in quarantine, in the order of the stream. Throws `store-damaged`. */
export async function* takenObjects(folder: FlatFolder): AsyncGenerator<TakenObject> {
  const blob = await folder.open(objectsFile)
  if (blob === undefined) return
  try {
    let rest = ''
    for await (const piece of readChunks(blob)) {
      const lines = `${rest}${fromUtf8(piece) ?? '\n'}`.split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > lineLimit) throw new GoferryError('store-damaged', { subject: objectsFile })
      for (const line of lines) yield parseTaken(line)
    }
    if (rest !== '') throw new GoferryError('store-damaged', { subject: objectsFile })
  } finally {
    await blob.close()
  }
}

/** Notes that `objects` are what still lies in quarantine. */
export async function keepTaken(folder: FlatFolder, objects: Iterable<TakenObject>): Promise<void> {
  const lines = function* () {
    for (const object of objects) yield utf8(formatTaken(object))
  }
  await folder.write(objectsFile, lines())
}
