// Replaces Promise, then loads tracescope, and traces async functions: `replaced-promise api` or
// `replaced-promise node26`.

class OwnPromise<Value> extends Promise<Value> {}
globalThis.Promise = OwnPromise as PromiseConstructor

const unhandled: string[] = []
process.on('unhandledRejection', (error) => { unhandled.push(String(error)) })

async function main(): Promise<void> {
  const { default: tracescope } = await import('tracescope')
  if (process.argv[2] === 'node26') tracescope.install({ behaviour: 'node26' })
  const library: any = process.argv[2] === 'node26' ? await import('node:diagnostics_channel') : tracescope
  const traced = library.tracingChannel('replaced-promise')
  traced.error.subscribe(() => {})
  const promise = (async () => { throw 5 })()
  const isChained = traced.tracePromise(() => promise, {}) !== promise
  const settled = await traced.tracePromise(async () => { throw 1 }, {}).catch((error: unknown) => `rejected ${error}`)
  setTimeout(() => console.log(JSON.stringify({ isChained, settled, unhandled })), 20)
}

main()
