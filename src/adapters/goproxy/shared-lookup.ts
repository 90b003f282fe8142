import dns from 'node:dns'

/** A lookup of a host by `getaddrinfo`, with options, as connections call it. */
type Lookup = (host: string, options: object, done: Done) => void
type Done = (...answer: readonly unknown[]) => void

/** `lookup`, where questions that are the same share one answer while it is under way. */
export function shared(lookup: Lookup): Lookup {
  const asked = new Map<string, Done[]>()
  return (host, options, done) => {
    const question = JSON.stringify([host, options])
    const waiting = asked.get(question)
    if (waiting !== undefined) return void waiting.push(done)
    const all = [done]
    asked.set(question, all)
    lookup(host, options, (...answer) => {
      asked.delete(question)
      for (const one of all) one(...answer)
    })
  }
}

let isShared = false

/**
 * From now on connections of this process that are opened at once to one host ask its address once. `fetch` has no
 * place for a lookup of its own, and opens a connection for each request that waits: 32 equal questions, of which
 * resolvers were seen to drop some, so that these waited for 5 and 10 s.
 */
export function shareLookups(): void {
  if (isShared) return
  isShared = true
  const plain = dns.lookup as Lookup
  const both = shared(plain)
  const lookup = (host: string, ...rest: readonly unknown[]) =>
    rest.length === 2 ? both(host, rest[0] as object, rest[1] as Done) : Reflect.apply(plain, dns, [host, ...rest])
  dns.lookup = Object.assign(lookup, dns.lookup)
}
