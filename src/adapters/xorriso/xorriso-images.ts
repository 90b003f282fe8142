import { link, lstat, open, unlink } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { GoferryError } from '../../core/errors.ts'
import type { BundleFile } from '../../core/ferry/bundle-header.ts'
import { checkMediaFile } from '../../core/ferry/media-facts.ts'
import type { IsoDisc, IsoMaker } from '../../ports/iso-maker.ts'
import { guarded } from './file-trouble.ts'
import { checkImage } from './read-image.ts'
import { runXorriso } from './run-xorriso.ts'

/** See the port: by the program xorriso. */
export class XorrisoImages implements IsoMaker {
  readonly #path: string | undefined

  /** `path`: PATH, where xorriso is looked for. */
  constructor(path: string | undefined) {
    this.#path = path
  }

  async make(disc: IsoDisc, image: string, signal: AbortSignal): Promise<number> {
    check(disc)
    const folder = resolve(disc.folder)
    const sources = new Set<number>()
    for (const file of disc.files) sources.add(await inodeOf(folder, file))
    // xorriso would write both names of one file in another way than two files of the same bytes.
    if (sources.size < disc.files.length) throw wrongFiles(disc.label)
    const place = resolve(image)
    // What a crash left under this name is of nobody.
    const staged = join(dirname(place), `.${basename(place)}.new`)
    await refuseTaken(place)
    await remove(staged)
    try {
      await runXorriso({ args: options(disc, staged), folder, time: disc.time, path: this.#path }, signal)
      const size = await guarded(place, () => checkImage(staged, disc, signal))
      await guarded(place, () => publish(staged, place))
      return size
    } finally {
      await remove(staged)
    }
  }
}

/** All that could differ from machine to machine is said. The files lie in the order of their names. */
function options({ files, label, time }: IsoDisc, staged: string): string[] {
  const names = files.map(({ name }) => name).sort()
  return [
    ...['-as', 'mkisofs', '-quiet', '-o', staged],
    ...['-iso-level', '3', '-R', '-J', '-V', label, '-preparer', 'GOFERRY'],
    ...['-uid', '0', '-gid', '0', '-file-mode', '0444', '-dir-mode', '0555'],
    ...['--set_all_file_dates', `=${time}`],
    // Each a weight of its own: the order of equals would be left to the sorting of the C library.
    ...names.flatMap((name, i) => ['--sort-weight', String(names.length - i), `/${name}`]),
    '-graft-points',
    ...names.map(name => `/${name}=${name}`),
  ]
}

function check({ files, label }: IsoDisc): void {
  for (const file of files) checkMediaFile(file)
  if (!/^[A-Z0-9_]{1,16}$/.test(label)) throw new GoferryError('usage', { subject: label, reason: 'iso.label' })
  const names = new Set(files.map(({ name }) => name))
  if (files.length === 0 || names.size < files.length) throw wrongFiles(label)
}

function wrongFiles(subject: string): GoferryError {
  return new GoferryError('usage', { subject, reason: 'iso.files' })
}

/** What the file holds is looked at when it is read back from the image. */
async function inodeOf(folder: string, { name, size }: BundleFile): Promise<number> {
  const found = await guarded(name, () => lstat(join(folder, name)))
  if (!found.isFile()) throw new GoferryError('absent', { subject: name })
  if (found.size !== size) throw new GoferryError('mismatch', { subject: name, reason: 'iso.other' })
  return found.ino
}

async function refuseTaken(place: string): Promise<void> {
  const isFree = await guarded(place, () => lstat(place)).catch(error => error.code === 'absent')
  if (isFree !== true) throw new GoferryError('usage', { subject: place, reason: 'file-exists' })
}

/** A name, once the bytes are on the disk; a name that came meanwhile is not taken over. */
async function publish(staged: string, place: string): Promise<void> {
  await using file = await open(staged, 'r')
  await file.sync()
  await link(staged, place)
  await using folder = await open(dirname(place))
  await folder.sync()
}

async function remove(staged: string): Promise<void> {
  await guarded(staged, () => unlink(staged)).catch(error => {
    if (error.code !== 'absent') throw error
  })
}
