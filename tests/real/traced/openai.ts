import type { TracedLibrary } from './library.js'

/** A subclass of Promise that reads the response's body when its `then` is called. A body can be read once. */
export const openai: TracedLibrary = async ({ load, traced, called, step }) => {
  const { default: OpenAI } = await load('openai')

  const choice = (part: object): object => ({ id: 'c', choices: [{ index: 0, ...part }] })
  const events = ['{"a"', ':1}'].map((content) => `data: ${JSON.stringify(choice({ delta: { content } }))}\n\n`)
  const answer = ({ model, stream }: { model: string, stream?: boolean }): Response => {
    if (model === 'missing') return Response.json({ error: { message: 'no such model' } }, { status: 404 })
    if (stream) return new Response(`${events.join('')}data: [DONE]\n\n`, {
      headers: { 'content-type': 'text/event-stream' }
    })
    const message = { role: 'assistant', content: '{"a":1}' }
    return Response.json(choice({ message, finish_reason: 'stop' }), { headers: { 'x-request-id': 'r' } })
  }
  const client = new OpenAI({
    apiKey: 'none',
    baseURL: 'http://stand-in.invalid/v1',
    maxRetries: 0,
    async fetch(url: string, { method, body }: { method: string, body: string }) {
      called(method, url, body)
      return answer(JSON.parse(body))
    }
  })
  const { completions } = client.chat
  completions.create = traced('create', completions.create)
  const ask = (model: string, options?: object): any => completions.create({ model, messages: [], ...options })

  await step('awaited', 'create settled', () => ask('a'))
  await step('not awaited', 'create unfinished', () => { ask('b') })
  await step('awaited twice', 'create settled', async () => {
    const promise = ask('c')
    return [await promise, await promise]
  })
  await step('the response', 'create unfinished', async () => {
    const response = await ask('d').asResponse()
    return [response.bodyUsed, await response.text()]
  })
  await step('with its response', 'create settled', async () => {
    const { data, response, request_id } = await ask('e').withResponse()
    return [data, response.status, response.bodyUsed, request_id]
  })
  await step('parsed', 'create unfinished', () => completions.parse({
    model: 'f', messages: [], response_format: { type: 'json_schema', json_schema: { name: 'a', schema: {} } }
  }))
  await step('chained', 'create settled', () =>
    ask('g').then(({ id }: { id: string }) => id).finally(() => called('finally')))
  await step('streamed', 'create settled', async () => {
    const parts: string[] = []
    for await (const { choices } of await ask('h', { stream: true })) parts.push(choices[0].delta.content)
    return parts
  })
  await step('streamed and left', 'create settled', async () => {
    for await (const { choices } of await ask('i', { stream: true })) return choices
  })
  await step('at once', 'create settled, create settled', () => Promise.all([ask('j'), ask('k')]))
  await step('failed', 'create failed', () => ask('missing'))
  await step('failed, the response', 'create unfinished', () => ask('missing').asResponse())
  await step('failed and caught', 'create failed', () =>
    ask('missing').then(String).catch((error: Error) => error.message))
  await step('failed and not awaited', 'create unfinished', () => { ask('missing') })
  await step('failed and dropped', 'create failed', () => { ask('missing').then(String) })
}
