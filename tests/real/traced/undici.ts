import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ReadableStream, WritableStream } from 'node:stream/web'
import type { TracedLibrary } from './library.js'

type Body = ReadableStream<Uint8Array>

/** Bodies of both kinds of streams, read in every way there is. */
export const undici: TracedLibrary = async ({ load, traced, called, step }) => {
  const { MockAgent, Pool, fetch } = await load('undici')

  const server = createServer(({ method, url }, response) => {
    called(method, url)
    if (url === '/refused') return response.destroy()
    response.write('one ')
    if (url === '/cut') setTimeout(() => response.destroy(), 20)
    else response.end('two')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const pool = new Pool(origin)

  const open = (path: string): Promise<any> => fetch(`${origin}/${path}`, { dispatcher: pool })
  const to = (path: string, method = 'GET'): object => ({ path: `/${path}`, method })
  const get = traced('get', open)
  const ask = traced('ask', (path: string, ...callback: unknown[]) => pool.request(to(path), ...callback), {
    kind: 'callback'
  })
  const send = traced('send', (path: string, ...rest: unknown[]) => pool.stream(to(path), ...rest), {
    kind: 'callback', position: 2
  })
  const web = traced('web', async (path: string): Promise<Body> => (await open(path)).body, { kind: 'iterator' })
  const node = traced('node', async (path: string) => (await pool.request(to(path))).body, { kind: 'iterator' })
  const pass = ({ body }: any): unknown => body
  const through = traced('through', (path: string) => pool.pipeline(to(path, 'POST'), pass), { kind: 'iterator' })

  const read = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
    const parts: Uint8Array[] = []
    for await (const chunk of chunks) parts.push(chunk)
    return Buffer.concat(parts).toString()
  }
  const sink = (parts: Uint8Array[]): Writable => new Writable({
    write(chunk: Uint8Array, _, done) {
      parts.push(chunk)
      done()
    }
  })

  await step('fetch', 'get settled', async () => (await get('fetch')).text())
  await step('fetch, body left', 'get settled', async () => (await get('left')).body.cancel())
  await step('fetch refused', 'get failed', () => get('refused'))
  await step('request', 'ask settled', async () => (await ask('request')).body.text())
  await step('request with a callback', 'ask settled', () => new Promise((resolve) => {
    ask('callback', (_: unknown, { body }: any) => resolve(body.text()))
  }))
  await step('stream', 'send settled', async () => {
    const parts: Uint8Array[] = []
    await send('stream', () => sink(parts))
    return Buffer.concat(parts).toString()
  })
  await step('stream with a callback', 'send settled', () => new Promise((resolve) => {
    const parts: Uint8Array[] = []
    send('callback', () => sink(parts), () => resolve(Buffer.concat(parts).toString()))
  }))

  await step('web, for await', 'web settled', async () => read(await web('for-await')))
  await step('web, for await that is left', 'web settled', async () => {
    for await (const _ of await web('left')) break
  })
  await step('web, getReader', 'web settled', async () => {
    const reader = (await web('reader')).getReader()
    while (!(await reader.read()).done);
  })
  await step('web, pipeTo', 'web settled', async () => (await web('pipe-to')).pipeTo(new WritableStream()))
  await step('web, tee', 'web settled', async () => Promise.all((await web('tee')).tee().map(read)))
  await step('web, body of a response', 'web settled', async () => new Response(await web('body') as any).text())
  await step('web, cancel', 'web settled', async () => (await web('cancel')).cancel())
  await step('web, cut', 'web failed', async () => read(await web('cut')))
  await step('web, cut, body of a response', 'web failed', async () => new Response(await web('cut') as any).text())
  await step('web, cut, pipeTo', 'web failed', async () => (await web('cut')).pipeTo(new WritableStream()))

  await step('node, for await', 'node settled', async () => read(await node('for-await')))
  await step('node, text', 'node settled', async () => (await node('text')).text())
  await step('node, json that is none', 'node failed', async () => (await node('json')).json())
  await step('node, on data', 'node settled', async () => once((await node('data')).on('data', () => {}), 'end'))
  await step('node, pipe', 'node settled', async () => read((await node('pipe')).pipe(new PassThrough())))
  await step('node, pipeline', 'node settled', async () => pipeline(await node('pipeline'), sink([])))
  await step('node, dump', 'node settled', async () => (await node('dump')).dump())
  await step('node, destroyed with an error', 'node failed', async () => {
    const body = await node('destroy')
    await once(body.on('error', () => {}).destroy(new Error('enough')), 'close')
  })
  await step('node, cut', 'node failed', async () => read(await node('cut')))
  await step('node, cut, text', 'node failed', async () => (await node('cut')).text())
  await step('duplex', 'through settled', async () => read(through('duplex').end('hello')))

  const mock = new MockAgent()
  mock.disableNetConnect()
  mock.get('http://mock.invalid').intercept({ path: '/' }).reply(200, 'mocked')
  const mocked = traced('mocked', () => fetch('http://mock.invalid/', { dispatcher: mock }))
  await step('mock agent', 'mocked settled', async () => (await mocked()).text())
  await step('mock agent that has no more', 'mocked failed', () => mocked())

  await Promise.all([mock.close(), pool.close()])
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
