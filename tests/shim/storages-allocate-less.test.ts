import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { contextBackend } from 'tracescope'
import { packageFolder, runProgram } from '../support/run-program.js'

// What the methods of storages allocate with `install({ storages: true })`, beside the host's own, where a context is
// copied to enter a storage.

const { flags }: { flags: string[] } = await import(pathToFileURL(join(packageFolder, 'bench/counting/bytes.js')).href)

const bytesOf = (method: string, others: number, mode: 'stock' | 'shim'): number =>
  runProgram('storage-bytes', [method, String(others), mode], flags).bytesPerCall

/**
 * How much of what the host allocates is the most that may be left of it, with no others in the context and with four.
 */
const MOST: Readonly<Record<string, readonly [number, number]>> = {
  'run': [0.6, 0.4],
  'exit': [0.6, 0.4],
  'enterWith': [0.75, 0.5]
}

const skip = contextBackend !== 'frame' && 'nothing is copied here'

t.test('run with the current value', { skip }, async (t) => {
  for (const others of [0, 4]) {
    const stock = bytesOf('run with the current value', others, 'stock')
    // On a busy machine the optimiser may come late to what is counted.
    let bytes = bytesOf('run with the current value', others, 'shim')
    for (let again = 0; bytes !== stock && again < 3; again++) bytes = bytesOf(
      'run with the current value', others, 'shim'
    )
    t.equal(bytes, stock, `${others} others`)
  }
})

for (const [method, most] of Object.entries(MOST)) {
  t.test(method, { skip }, async (t) => {
    for (const [i, others] of [0, 4].entries()) {
      const [stock, shim] = [bytesOf(method, others, 'stock'), bytesOf(method, others, 'shim')]
      t.ok(shim <= stock * most[i]!, `${others} others: ${shim} of ${stock} bytes`)
    }
  })
}
