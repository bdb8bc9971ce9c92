import { createServer, type AddressInfo, type Socket } from 'node:net'

/** What stands where a PostgreSQL would. */
export interface PgServer {
  readonly port: number
  stop(): Promise<void>
}

/** Gives the numbers of a column, or throws what the client is to get. */
export type Answer = (sql: string, values: readonly string[]) => number[]

/** Starts a server on loopback that speaks what `pg` needs of the protocol: simple and extended queries. */
export async function startPgServer(answer: Answer): Promise<PgServer> {
  const server = createServer((socket) => serve(socket, answer))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { port, stop: () => new Promise((resolve) => server.close(() => resolve())) }
}

const READY = message('Z', text('I', ''))
const COLUMN = message('T', int16(1), text('id'), int32(0), int16(0), int32(23), int16(4), int32(-1), int16(0))

function serve(socket: Socket, answer: Answer): void {
  let received = Buffer.alloc(0)
  let isStarted = false
  let sql = ''
  let values: string[] = []

  const run = (description: Buffer): Buffer[] => {
    try {
      const rows = answer(sql, values).map((id) =>
        message('D', int16(1), int32(String(id).length), text(String(id), '')))
      return [description, ...rows, message('C', text(`SELECT ${rows.length}`))]
    } catch (error) {
      return [message('E', text('SERROR'), text('C42P01'), text(`M${(error as Error).message}`), text(''))]
    }
  }
  const replies: Readonly<Record<string, (payload: Buffer) => Buffer[]>> = {
    Q(payload) {
      [sql, values] = [stringAt(payload, 0), []]
      return [...run(COLUMN), READY]
    },
    P(payload) {
      sql = stringAt(payload, stringAt(payload, 0).length + 1)
      return [message('1')]
    },
    B(payload) {
      values = valuesOf(payload)
      return [message('2')]
    },
    D: () => [COLUMN],
    E: () => run(Buffer.alloc(0)),
    S: () => [READY],
    X() {
      socket.end()
      return []
    }
  }

  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    for (;;) {
      // The first message has no type.
      const from = isStarted ? 1 : 0
      if (received.length < from + 4) return
      const to = from + received.readInt32BE(from)
      if (received.length < to) return
      const type = String.fromCharCode(received[0]!)
      const payload = received.subarray(from + 4, to)
      received = received.subarray(to)
      const reply = isStarted ? replies[type]?.(payload) ?? [] : [message('R', int32(0)), READY]
      isStarted = true
      if (reply.length > 0) socket.write(Buffer.concat(reply))
    }
  })
}

/** The values of a Bind message: after two names and the formats, each with its length. */
function valuesOf(payload: Buffer): string[] {
  let at = payload.indexOf(0, payload.indexOf(0) + 1) + 1
  at += 2 + 2 * payload.readInt16BE(at)
  const count = payload.readInt16BE(at)
  at += 2
  return Array.from({ length: count }, () => {
    const length = payload.readInt32BE(at)
    at += 4 + length
    return payload.toString('utf8', at - length, at)
  })
}

function message(type: string, ...parts: Buffer[]): Buffer {
  const payload = Buffer.concat(parts)
  return Buffer.concat([text(type, ''), int32(payload.length + 4), payload])
}

function text(value: string, end = '\0'): Buffer {
  return Buffer.from(value + end)
}

function stringAt(payload: Buffer, at: number): string {
  return payload.toString('utf8', at, payload.indexOf(0, at))
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
