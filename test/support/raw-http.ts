import { connect, type Socket } from 'node:net'

/** An answer as it came over the wire. */
export interface RawAnswer {
  /** 0 where the connection ended without an answer. */
  readonly status: number
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** All that came after the head. */
  readonly body: string
}

/** Sends `text` to loopback as it stands, and gives what came back until the server closed the connection. */
export async function sendRaw(port: number, text: string | Uint8Array): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1')
  socket.on('connect', () => socket.write(text))
  return answerOn(socket)
}

/** A request line with the headers that it must have, and others. */
export function requestText(method: string, target: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ Host: '127.0.0.1', Connection: 'close', ...headers }).map(([k, v]) => `${k}: ${v}\r\n`)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** What comes on `socket` until it is closed, by either end in whatever way. */
export function answerOn(socket: Socket): Promise<RawAnswer> {
  const pieces: Buffer[] = []
  return new Promise(resolve => {
    socket.on('data', piece => pieces.push(piece))
    // A server that has answered may reset a connection on which more is coming: what it said counts.
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(parse(Buffer.concat(pieces).toString())))
  })
}

function parse(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n')
  const [line = '', ...lines] = text.slice(0, Math.max(0, end)).split('\r\n')
  const headers = lines.map(header => {
    const colon = header.indexOf(':')
    return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()]
  })
  return { status: Number(line.split(' ')[1] ?? 0), headers: Object.fromEntries(headers), body: text.slice(end + 4) }
}
