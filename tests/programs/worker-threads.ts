import { tracingChannel } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { exercise, isInstalled } from '../support/exercise.js'

// Traces in the main thread and in workers at once: `worker-threads`, and with the shim installed by the program in one
// of the threads alone: `worker-threads main`, `worker-threads worker`. One worker is terminated in the middle of a
// trace. Prints what each thread saw, and whether the shim is installed there.

interface Seen { installed: boolean, seen: string[] }

const installIn = isMainThread ? process.argv[2] : workerData.installIn
if (installIn === (isMainThread ? 'main' : 'worker')) {
  const { install }: typeof import('tracescope') = require('tracescope')
  install()
}

async function look(): Promise<Seen> {
  return { installed: isInstalled(), seen: await exercise() }
}

function startWorker(task: 'look' | 'never end'): Worker {
  return new Worker(__filename, { workerData: { task, installIn } })
}

async function main(): Promise<void> {
  const worker = startWorker('look')
  const [main, [inWorker]] = await Promise.all([look(), once(worker, 'message')])

  const endless = startWorker('never end')
  await once(endless, 'message')
  const terminated = await endless.terminate()
  process.stdout.write(JSON.stringify({ main, worker: inWorker, terminated, mainAfterwards: await look() }))
}

function neverEnd(): never {
  for (;;);
}

async function work(): Promise<void> {
  if (workerData.task === 'look') return parentPort!.postMessage(await look())
  const traced = tracingChannel<any>('worker')
  traced.start.subscribe(() => parentPort!.postMessage('in a trace'))
  traced.traceSync(neverEnd, {})
}

void (isMainThread ? main() : work())
