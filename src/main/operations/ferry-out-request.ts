import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import { isSiteName } from '../../core/ferry/bundle-names.ts'
import { usableBytes, volumeLimits } from '../../core/ferry/media.ts'
import { isTime } from '../../core/log/entry-values.ts'
import { arePrefixPatterns } from '../../core/module/pattern.ts'

/** What `goferry ferry out` sends. */
const cutRequest = z.strictObject({
  site: z.string().refine(isSiteName),
  /** The folder that the discs are made in. */
  folder: z.string().startsWith('/'),
  begin: z.union([z.literal('receipt'), z.literal('last'), z.int().min(0)]).default('receipt'),
  /** Patterns of module paths, as in GOPRIVATE; and single versions. */
  only: z.string().refine(arePrefixPatterns).optional(),
  versions: z.array(z.strictObject({ path: z.string(), version: z.string() })).optional(),
  medium: z
    .string()
    .refine(text => usableBytes(text) !== undefined)
    .optional(),
  volumeBytes: z.int().min(volumeLimits[0]).max(volumeLimits[1]).default(1_000_000_000),
  parity: z.int().min(0).max(100).default(0),
  created: z.string().refine(isTime),
  expires: z.string().refine(isTime).optional(),
  recipients: z.array(z.string().max(200)).max(100).default([]),
  iso: z.boolean().default(false),
  dry: z.boolean().default(false),
})

/** A request for a bundle. */
export type CutRequest = z.output<typeof cutRequest>

/** The request that `argument` is. Throws `usage`. */
export function checkCut(argument: unknown): CutRequest {
  const parsed = cutRequest.safeParse(argument)
  if (parsed.success) return parsed.data
  const subject = `ferry out: ${parsed.error.issues[0]?.path.join('.')}`
  throw new GoferryError('usage', { subject, cause: parsed.error })
}
