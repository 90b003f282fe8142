import type { Command } from 'commander'
import { GoferryError } from '../core/errors.ts'
import { vendorOf } from '../core/toolchain/vendor.ts'
import { KINDS } from '../core/tree/keys.ts'
import type { Context } from './context.ts'
import { provenanceLines } from './ferry/provenance-lines.ts'
import { parseModuleArgument } from './module-argument.ts'

/** `goferry show MODULE@VERSION`: origin, hashes, log positions, when and from where; by which bundle it came. */
export function show(command: Command, context: () => Context): Command {
  return command
    .description(context().say('cli.show'))
    .argument('<module@version>', context().say('cli.module-version'))
    .action(async (argument: string) => {
      const module = parseModuleArgument(argument)
      const { options, print, node } = context()
      const folder = await node.open()
      const known = folder.state.version(module.path, module.version)
      if (known === undefined) throw new GoferryError('missing', { subject: argument, reason: 'cli.no-entry' })
      const held = await Promise.all(KINDS.map(kind => folder.has(module, kind)))
      const { record, info, zip, archive, recalled } = known
      const vendor = vendorOf(module.path)
      const facts = {
        module: module.path,
        version: module.version,
        log: folder.name,
        held: KINDS.filter((_, i) => held[i]),
        checkedBy: vendor === undefined ? checkedBy(zip?.unlisted) : `vendor: ${vendor}`,
        zipHash: record.h1Zip,
        modHash: record.h1Mod,
        recordEntry: record.id,
        infoSha256: info?.sha256,
        infoEntry: info?.id,
        zipSha256: zip?.sha256,
        zipBytes: zip?.size,
        zipEntry: zip?.id,
        heldSince: zip?.at,
        from: zip?.from,
        archiveSha256: archive?.sha256,
        archiveBytes: archive?.size,
        archiveEntry: archive?.id,
        archiveRecipe: archive?.recipe,
        recalled,
      }
      const imports = folder.state.imports.length > 0 ? await node.provenance(folder.state, module) : []
      if (options.json) return print(JSON.stringify({ ...facts, ...(imports.length > 0 && { imports }) }))
      for (const [name, value] of Object.entries(facts)) if (value !== undefined) print(`${name.padEnd(12)} ${value}`)
      for (const each of imports) for (const line of provenanceLines(context(), each)) print(line)
    })
}

function checkedBy(unlisted: string | undefined): string {
  return unlisted === undefined ? 'sum.golang.org' : `unlisted: ${unlisted}`
}
