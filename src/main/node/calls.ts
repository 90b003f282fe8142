import { fromWire, toWire, type WireError } from '../../core/error-wire.ts'
import { GoferryError } from '../../core/errors.ts'

/** What two processes exchange: a question with an id, its answer, or news that nobody asked for. */
type Message =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly args: readonly unknown[] }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: WireError }

/** One end of the channel between a worker and the writer: structured clones go through, in order. */
export interface Channel {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
}

/**
 * Functions by name that the other end may call. Arguments and
 * results are structured clones; errors cross as GoferryErrors.
 */
export type Handlers = Readonly<Record<string, (...args: never[]) => unknown>>

/** Answers the calls that come over `channel`. */
export function answerCalls(channel: Channel, handlers: Handlers): void {
  channel.onMessage(async received => {
    const message = received as Message
    if (message?.kind !== 'call') return
    try {
      channel.send({ kind: 'result', id: message.id, value: await handlerOf(handlers, message.name)(...message.args) })
    } catch (error) {
      channel.send({ kind: 'failure', id: message.id, error: toWire(error) })
    }
  })
}

/** The calling end: `call(name, …args)` gives what the other end's handler gives, or throws what it throws. */
export function makeCaller(channel: Channel): (name: string, ...args: readonly unknown[]) => Promise<unknown> {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  let next = 0
  channel.onMessage(received => {
    const message = received as Message
    if (message?.kind !== 'result' && message?.kind !== 'failure') return
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.kind === 'result') call?.resolve(message.value)
    else call?.reject(fromWire(message.error))
  })
  return (name, ...args) =>
    new Promise((resolve, reject) => {
      const id = next++
      waiting.set(id, { resolve, reject })
      channel.send({ kind: 'call', id, name, args })
    })
}

function handlerOf(handlers: Handlers, name: string): (...args: readonly unknown[]) => unknown {
  if (!Object.hasOwn(handlers, name)) throw new GoferryError('internal', { subject: `call ${name}` })
  return handlers[name] as (...args: readonly unknown[]) => unknown
}
