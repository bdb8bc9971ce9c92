import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { packageFolder, runProgram } from '../support/run-program.js'

// A storage with methods of its own is entered by the host's code, as without the shim. What the shim allocates on the
// way there is a few objects: the arguments once more, and for a trace the call.

const { flags }: { flags: string[] } = await import(pathToFileURL(join(packageFolder, 'bench/counting/bytes.js')).href)

/** How many bytes a call may take more with the shim. */
const MORE: Readonly<Record<string, number>> = { runStores: 160, traceSync: 400 }

for (const [method, more] of Object.entries(MORE)) {
  t.test(method, async (t) => {
    const [stock, shim] = ['stock', 'shim'].map((mode): number =>
      runProgram('left-to-host-bytes', [method, mode], flags).bytesPerCall)
    t.ok(shim! <= stock! + more, `${shim} bytes, and ${stock} without the shim`)
  })
}
