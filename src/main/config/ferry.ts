import { z } from 'zod'

/** A program and its arguments. */
const line = z.array(z.string()).min(1).max(100)

/** What the settings say of carrying over the air gap. */
export const ferrySettings = z.strictObject({
  trust: z.string().min(1).optional(),
  /** What looks at each bundle before it is committed. */
  scan: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[\w.-]{1,64}$/),
        command: line,
        version: line.optional(),
        signatures: line.optional(),
        maxAgeDays: z.number().min(0).max(10_000).optional(),
      }),
    )
    .max(20)
    .optional(),
})
