import { chmod, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { DemoEvent, DemoRequest } from '../../cli/demo-access.ts'
import { GoferryError } from '../../core/errors.ts'
import type { MessageKey } from '../../core/messages/catalogue.ts'
import { installedGo, noNetworkWrapper, openGoScratch } from '../compose.ts'
import { Discs } from './discs.ts'
import { Players } from './players.ts'
import { Stage } from './stage.ts'

/** What the demonstration says, in the language of the reader. */
export type Say = (key: MessageKey, params?: Readonly<Record<string, string>>) => string

/** Plays the whole loop; see `DemoAccess.demonstrate`. */
export async function demonstrate(
  { project, folder }: DemoRequest,
  { say, show, signal }: { say: Say; show: (event: DemoEvent) => void; signal: AbortSignal },
): Promise<void> {
  await checkBefore(folder)
  const root = folder ?? (await mkdtemp(join(tmpdir(), 'goferry-demo-')))
  try {
    const stage = new Stage(show, { signal, root })
    const wrapper = await noNetworkWrapper()
    if (wrapper.length === 0) stage.say(say('demo.open'))
    const players = new Players(stage, { root, wrapper })
    const acts = actsOf({ root, project, players, signal })
    for (const [i, { title, play }] of acts.entries()) {
      stage.step(i + 1, acts.length, say(title))
      await play()
    }
  } finally {
    if (folder === undefined) await rm(root, { recursive: true, force: true })
  }
}

/** Makes the folder that is to be kept. */
async function checkBefore(folder: string | undefined): Promise<void> {
  if ((await installedGo().settings()) === undefined)
    throw new GoferryError('go-failed', { subject: 'go env', reason: 'demo.no-go' })
  if (folder === undefined) return
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length === 0) return
  throw new GoferryError('usage', { subject: `--keep ${folder}`, reason: 'demo.not-empty' })
}

interface Act {
  readonly title: MessageKey
  play(): Promise<unknown>
}

interface Play {
  readonly root: string
  /** `MODULE@VERSION`. */
  readonly project: string
  readonly players: Players
  readonly signal: AbortSignal
}

function actsOf(play: Play): Act[] {
  const { root, players, project } = play
  const discs = new Discs(join(root, 'media'))
  const source = join(root, 'project')
  const mirror = (...args: string[]) => players.mirror(args)
  const takes = (...args: string[]) => players.mirror(['add', ...args], 'demo.no-way')
  const centre = (args: readonly string[], ...codes: number[]) => players.centre(args, codes)
  let id = ''
  const arrives = (folder: string, ...codes: number[]) => centre(['ferry', 'in', folder], ...codes)
  return [
    { title: 'demo.project', play: () => takes(project).then(() => unpack(play, source)) },
    { title: 'demo.closure', play: () => takes('--from', source) },
    { title: 'demo.rehearse', play: () => mirror('rehearse', source) },
    { title: 'demo.trust', play: () => exchangeKeys(play) },
    {
      title: 'demo.cut',
      play: async () => {
        const cut = ['ferry', 'out', '--to', 'centre', '--volume-size', '400kB', '--parity', '1', '--out', discs.media]
        await mirror(...cut)
        id = await discs.bundle()
      },
    },
    { title: 'demo.lost', play: async () => arrives(await discs.without('lost', id, 2), 20) },
    { title: 'demo.tampered', play: async () => arrives(await discs.tampered('tampered', id), 20, 29) },
    { title: 'demo.parity', play: async () => arrives(await discs.without('one-lost', id, 1), 33) },
    {
      title: 'demo.approve',
      play: async () => {
        await centre(['ferry', 'show', id])
        await centre(['ferry', 'approve', id, '--key', join(root, 'approver.key')])
        await centre(['ferry', 'in'])
      },
    },
    { title: 'demo.build', play: () => players.desk(source) },
    { title: 'demo.replay', play: async () => arrives(await discs.without('again', id, 0), 22) },
    { title: 'demo.receipt', play: () => bringReceipt(play, discs.media) },
  ]
}

/** The source of the project, out of the mirror's own tree, as a folder that can be written to. */
async function unpack({ root, project, signal }: Play, source: string): Promise<void> {
  const go = await openGoScratch(pathToFileURL(join(root, 'mirror', 'public')).href)
  try {
    const { Dir } = JSON.parse(await go.run(['mod', 'download', '-json', project], { signal })) as { Dir: string }
    await cp(Dir, source, { recursive: true })
  } finally {
    await go.remove()
  }
  await chmod(source, 0o755)
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true }))
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644)
}

/** What the centre pins comes by another way than the bundles; and the mirror pins the key of the centre's receipts. */
async function exchangeKeys({ root, players }: Play): Promise<void> {
  await mkdir(join(root, 'centre'), { recursive: true })
  await writeFile(join(root, 'centre', 'goferry.yaml'), 'role: centre\n')
  await players.centre(['keys', 'make'])
  const approver = (
    await players.centre(['ferry', 'key', 'new', 'approver', '--out', join(root, 'approver.key')])
  ).trim()
  const trust = await players.mirror(['ferry', 'trust'])
  const mirrors = trust.slice(0, trust.indexOf('approvers:'))
  await writeFile(
    join(root, 'centre', 'trust.yaml'),
    `${mirrors}approvers:\n  needed: 1\n  keys:\n    - key: ${approver}\n`,
  )
  const receiptKey = (await players.centre(['ferry', 'receipt', 'key'])).trim()
  await players.mirror(['ferry', 'site', 'add', 'centre', '--key', receiptKey])
}

/** The receipt goes back, and the next bundle holds only what is new: nothing. */
async function bringReceipt({ root, players }: Play, media: string): Promise<void> {
  const folder = join(root, 'centre', 'ferry', 'receipts')
  const [file = ''] = await readdir(folder)
  await players.centre(['ferry', 'receipt', 'show'])
  await players.mirror(['ferry', 'receipt', 'accept', join(folder, file), '--site', 'centre'])
  await players.mirror(['ferry', 'out', '--to', 'centre', '--out', media, '--dry-run'])
}
