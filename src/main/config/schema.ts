import { z } from 'zod'
import { publicDatabaseKey } from '../../core/sumdb/public-database.ts'
import { ROLE_NAMES } from '../roles.ts'

const pattern = z.string().min(1).describe('module paths in the form of GOPRIVATE, for example corp.example/*')

/** Every setting of a node, with its default: the one place that knows the names. Unknown keys are errors. */
export const schema = z.strictObject({
  role: z.enum(ROLE_NAMES).default('mirror').describe('what the node is'),
  listen: z
    .string()
    .regex(/^(\[[0-9a-f:.]+\]|[^:[\]]+):\d{1,5}$/i)
    .default('127.0.0.1:8642')
    .describe('HOST:PORT to serve on; loopback unless told otherwise'),
  base: z
    .string()
    .regex(/^(\/[\w.~-]+)*$/)
    .default('')
    .describe('the path under which clients find the node, for example /goproxy'),
  name: z.string().optional().describe("the log's name, given once at the first start; default goferry-HASH.local"),
  upstream: z
    .string()
    .optional()
    .describe('the GOPROXY to take modules from: a URL, or off; default: what go env GOPROXY says'),
  sumdb: z
    .string()
    .default(publicDatabaseKey)
    .describe('verifier key of the public checksum database, as in GOSUMDB: name+hash+key'),
  unlisted: z
    .array(z.string().regex(/^[^=]+=.+$/))
    .default([])
    .describe('PATTERN=REASON: take modules that the public checksum database does not list'),
  allow: z.array(pattern).default([]).describe('only these modules are served; empty: all'),
  deny: z.array(pattern).default([]).describe('these modules are refused'),
  reserved: z.array(pattern).default([]).describe('internal modules: never asked upstream, nor accepted from there'),
  tls: z
    .strictObject({ cert: z.string(), key: z.string() })
    .optional()
    .describe('PEM files; without them the node speaks plain HTTP'),
  lang: z.enum(['en', 'zh']).optional().describe('the language of messages; default: what LANG says'),
  workers: z
    .int()
    .min(0)
    .max(64)
    .optional()
    .describe('processes that answer requests; default: one a core; 0: the writer itself'),
  connections: z.int().min(1).max(65_535).default(4096).describe('open connections a process'),
  stopSeconds: z.int().min(1).max(3600).default(30).describe('how long a stop waits for downloads that run'),
  requests: z.enum(['all', 'errors', 'none']).default('all').describe('which requests are written to the log'),
  logFile: z.string().optional().describe('where the JSON log goes; default: stderr'),
})

/** The settings of a node, complete and checked. */
export type Settings = z.output<typeof schema>
