import { GoferryError } from '../../core/errors.ts'
import type { MessageKey } from '../../core/messages/catalogue.ts'
import { isElement } from '../../core/tree/check-key.ts'

/** Where the setting `replica` says that the log is kept too. */
export type ReplicaName = ReplicaFolder | ReplicaBucket

/** A folder, by its whole path. */
interface ReplicaFolder {
  readonly kind: 'folder'
  /** What it is called in messages. */
  readonly name: string
  readonly folder: string
}

/** A part of a bucket of an S3-compatible store. */
interface ReplicaBucket {
  readonly kind: 's3'
  /** The URL without what follows `?`. */
  readonly name: string
  /** `https://host:port`. */
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  /** What all names begin with: empty, or ending in `/`. */
  readonly prefix: string
}

/** What most stores call themselves that know no regions. */
const usualRegion = 'us-east-1'

/**
 * Reads a value of the setting `replica` that is not `off`: a path that means the same wherever a command is called, or
 * `s3://BUCKET/PREFIX?endpoint=URL&region=REGION`. Throws `bad-settings`, which does not show the value.
 */
export function parseReplica(text: string): ReplicaName {
  if (text.startsWith('/') && !text.includes('\0')) return { kind: 'folder', name: text, folder: text }
  if (!text.startsWith('s3://')) throw refusal('settings.replica')
  if (!URL.canParse(text)) throw refusal('settings.replica-url')
  const url = new URL(text)
  refuseSecrets(url)
  const [endpoint = '', region = usualRegion] = parametersOf(url)
  const path = url.pathname.replace(/^\/|\/$/g, '')
  const isPath = path === '' || path.split('/').every(isElement)
  const isBucket = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(url.host)
  if (!isBucket || !isPath || !/^[a-z0-9-]{1,64}$/.test(region)) throw refusal('settings.replica-url')
  const name = path === '' ? `s3://${url.host}` : `s3://${url.host}/${path}`
  const prefix = path === '' ? '' : `${path}/`
  return { kind: 's3', name, endpoint: endpointOf(endpoint), region, bucket: url.host, prefix }
}

const parameters = ['endpoint', 'region']

/** Endpoint and region; each at most once, and nothing else. */
function parametersOf({ searchParams, hash }: URL): (string | undefined)[] {
  const names = [...searchParams.keys()]
  const isKnown = names.every(name => parameters.includes(name)) && new Set(names).size === names.length
  if (!isKnown || hash !== '') throw refusal('settings.replica-url')
  return parameters.map(name => searchParams.get(name) ?? undefined)
}

/**
 * What a store answers is not signed: over plain http anybody on the way could keep a newer head from a log that
 * catches up. To this machine itself there is no way.
 */
function endpointOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw refusal('settings.replica-url')
  refuseSecrets(url)
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw refusal('settings.replica-url')
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
  if (url.protocol === 'http:' && !isHere) throw refusal('settings.replica-http')
  return url.origin
}

function refuseSecrets({ username, password, searchParams }: URL): void {
  const isSecret = (name: string) => /key|secret|token|pass|credential/i.test(name)
  if (username !== '' || password !== '' || [...searchParams.keys()].some(isSecret))
    throw refusal('settings.replica-secret')
}

function refusal(reason: MessageKey): GoferryError {
  return new GoferryError('bad-settings', { subject: 'replica', reason })
}
