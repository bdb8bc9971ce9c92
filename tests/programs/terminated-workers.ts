import { once } from 'node:events'
import { parentPort, Worker, workerData } from 'node:worker_threads'

// Workers that change what their realm is made of, and are terminated while they start: `terminated-workers 20`. Prints
// how often what they have put there was called: by what still runs in them then.

async function main(): Promise<void> {
  const calls = new Int32Array(new SharedArrayBuffer(4))
  for (let i = 0; i < Number(process.argv[2]); i++) {
    const worker = new Worker(__filename, { workerData: { calls } })
    worker.on('message', () => setTimeout(() => worker.terminate(), i % 5))
    await once(worker, 'exit')
  }
  process.stdout.write(JSON.stringify({ calls: calls[0] }))
}

function work({ calls }: { calls: Int32Array }): void {
  const note = (): void => { Atomics.add(calls, 0, 1) }
  Object.getPrototypeOf([][Symbol.iterator]()).next = note
  Object.getPrototypeOf(new Map().entries()).next = note
  Object.assign(Map.prototype, { entries: note })
  Object.assign(Object, { keys: note, create: note, hasOwnProperty: note })
  Object.defineProperty(Object.prototype, 'value', { get: note, set: note })
  setInterval(() => {}, 1000)
  parentPort!.postMessage('started')
}

if (workerData) work(workerData)
else void main()
