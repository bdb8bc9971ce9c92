import { AsyncLocalStorage } from 'node:async_hooks'
import diagnosticsChannel, { channel, tracingChannel } from 'node:diagnostics_channel'
import { isMainThread, Worker } from 'node:worker_threads'

// Makes known numbers of calls, and prints what it saw:
// `known-calls [exit|throw|worker|wait|report|nothing|late-shim]`. It makes all kinds of calls; few where it is told
// how to end or to report, for what is measured at a report takes seconds.

const [, , how] = process.argv
const seen: unknown[] = []

class WithOwnGetStore extends AsyncLocalStorage<unknown> {
  asked = 0
  override getStore(): unknown {
    this.asked++
    return super.getStore()
  }
}

class WithOwnRun extends AsyncLocalStorage<unknown> {
  override run(store: unknown, fn: any, ...args: any[]): any {
    return super.run(store, fn, ...args)
  }
}

async function makeCalls(): Promise<void> {
  const span = new AsyncLocalStorage<unknown>()
  const label = new AsyncLocalStorage<unknown>()
  const traced = tracingChannel<any>('known')
  traced.start.bindStore(span, (message) => {
    // A trace within a trace, by a transform, and a storage entered there that the channel enters later.
    if (message.nested) tracingChannel<any>('inner').traceSync(() => label.run('inner', () => {}), {})
    return message
  })
  traced.start.bindStore(label)
  traced.subscribe({ end() {}, asyncEnd() {} } as never)
  tracingChannel('inner').subscribe({ start() {} } as never)
  for (let i = 0; i < 3; i++) seen.push(traced.traceSync(
    (a: number) => span.run(i, () => label.getStore() !== undefined && a), { nested: i === 0 }, null, i
  ))
  for (let i = 0; i < 4; i++) seen.push(await traced.tracePromise(async () => span.getStore() !== undefined, {}))
  for (let i = 0; i < 5; i++) traced.traceCallback(
    (back: any) => back(null, i), 0, {}, null, (_: unknown, value: number) => seen.push(value)
  )
  for (let i = 0; i < 6; i++) tracingChannel('deaf').traceSync(() => {}, {})
  for (let i = 0; i < 2; i++) seen.push(traced.start.runStores({}, () => {
    span.enterWith('changed')
    return span.getStore()
  }))
  const by = channel('by itself')
  by.bindStore(span)
  for (let i = 0; i < 7; i++) by.runStores({}, () => {})
  for (let i = 0; i < 8; i++) span.run(i, () => span.run(i, () => span.exit(() => seen.push(String(span.getStore())))))
  for (let i = 0; i < 9; i++) label.enterWith(i)
  const { withScope } = span as unknown as { withScope?: (value: unknown) => Disposable & { dispose(): void } }
  if (withScope) {
    for (let i = 0; i < 10; i++) {
      const scope = withScope.call(span, i)
      span.run('within', () => {})
      if (i % 2) scope.dispose()
      scope[Symbol.dispose]()
    }
  }
  const { boundedChannel } = diagnosticsChannel as any
  if (boundedChannel) {
    for (let i = 0; i < 11; i++) boundedChannel(traced).withScope({})[Symbol.dispose]()
    for (let i = 0; i < 12; i++) boundedChannel('known').run({}, () => {})
    for (let i = 0; i < 13; i++) (traced.start as any).withStoreScope({})[Symbol.dispose]()
  }
  const own = new WithOwnGetStore()
  own.run('value', () => own.run('value', () => seen.push(own.getStore())))
  own.enterWith('value')
  seen.push(own.asked)
  new WithOwnRun().run('value', () => {})
  for (const wrong of [
    () => (span.run as any).call(undefined, 1, () => {}),
    () => (traced.traceCallback as any)(() => {}, 0, {}, null, 5),
    () => (traced.traceSync as any).call({}, () => {})
  ]) {
    try {
      wrong()
    } catch (error) {
      seen.push((error as Error).name)
    }
  }
}

async function makeFewCalls(): Promise<void> {
  await null
  const storage = new AsyncLocalStorage<unknown>()
  const traced = tracingChannel<any>('few')
  traced.start.bindStore(storage)
  for (let i = 0; i < 3; i++) seen.push(traced.traceSync(() => storage.getStore() !== undefined, {}))
  for (let i = 0; i < 4; i++) seen.push(storage.run(i, () => storage.getStore()))
}

async function main(): Promise<void> {
  if (!how) await makeCalls()
  else if (how !== 'nothing') await makeFewCalls()
  if (how === 'late-shim') require('tracescope').install()
  if (how === 'worker') await new Promise((resolve) => new Worker(__filename, { argv: ['exit'] }).once('exit', resolve))
  if (how === 'report') {
    const first = await require('tracescope/doctor').report()
    new AsyncLocalStorage().run(1, () => {})
    const { report } = await import('tracescope/doctor' as string)
    const [second, third] = await Promise.all([report(), report()])
    seen.length = 0
    seen.push(first, second, second === third)
  }
  if (how === 'wait') {
    process.stdout.write('ready\n')
    process.stdin.once('data', () => process.exit(7))
    return
  }
  if (isMainThread) process.stdout.write(JSON.stringify(seen))
  if (how === 'exit') process.exit(3)
  if (how === 'throw') throw new Error('thrown on purpose')
}

process.on('exit', (code) => { if (how === 'exit' && isMainThread) process.stdout.write(`\n"exit ${code}"`) })
void main().catch((error) => { process.nextTick(() => { throw error }) })
