import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import { parsePlatform } from '../../core/toolchain/toolchain.ts'

/** What `goferry toolchain add` sends. */
const addRequest = z.strictObject({
  queries: z.array(z.string().max(100)).max(1000).default([]),
  platforms: z
    .array(z.string().refine(text => parsePlatform(text) !== undefined))
    .min(1)
    .max(100),
  keep: z.int().min(1).max(100).optional(),
  upstream: z.string().optional(),
})

/** The request that `argument` is. Throws `usage`. */
export function checkToolchainAdd(argument: unknown): z.output<typeof addRequest> {
  const parsed = addRequest.safeParse(argument)
  if (!parsed.success) throw new GoferryError('usage', { subject: 'toolchain add', cause: parsed.error })
  return parsed.data
}
