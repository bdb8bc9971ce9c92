import cluster from 'node:cluster'
import { once } from 'node:events'
import { exercise, isInstalled } from '../support/exercise.js'

// Traces in the primary process and in two workers of node:cluster at once. Prints what each of them saw, and whether
// the shim is installed there.

async function look(): Promise<unknown> {
  return { installed: isInstalled(), seen: await exercise() }
}

async function lead(): Promise<void> {
  const workers = [cluster.fork(), cluster.fork()]
  const answers = Promise.all(workers.map((worker) => once(worker, 'message')))
  const exits = Promise.all(workers.map((worker) => once(worker, 'exit')))
  const primary = await look()
  const seen = (await answers).map(([answer]) => answer)
  process.stdout.write(JSON.stringify({ primary, workers: seen, exits: await exits }))
}

async function work(): Promise<void> {
  process.send!(await look(), () => cluster.worker!.disconnect())
}

void (cluster.isPrimary ? lead() : work())
