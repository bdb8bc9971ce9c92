import { AsyncLocalStorage } from 'node:async_hooks'
import { spawnSync } from 'node:child_process'
import t from 'tap'
import { isNode } from '../support/host.js'
import { packageFolder, runProgram } from '../support/run-program.js'
import { programFile } from '../support/run-process.js'

const usable = !isNode ? 'portable' : '_enable' in AsyncLocalStorage.prototype ? 'resource' : 'frame'
const unusable = usable === 'frame' ? 'resource' : 'frame'

/** Loads tracescope in a process of its own, with a way into the context that is forced on it, or none. */
function load(way?: string): any {
  const before = process.env['TRACESCOPE_CONTEXT']
  if (way === undefined) delete process.env['TRACESCOPE_CONTEXT']
  else process.env['TRACESCOPE_CONTEXT'] = way
  try {
    return runProgram('loaded')
  } finally {
    if (before === undefined) delete process.env['TRACESCOPE_CONTEXT']
    else process.env['TRACESCOPE_CONTEXT'] = before
  }
}

t.test('loading leaves nothing in the context, and has no promise observed', async (t) => {
  t.same(load(), { contextBackend: usable, valuesInFrame: 0, marksOnPromises: 0 })
})

for (const way of new Set([usable, 'portable'])) {
  t.test(`TRACESCOPE_CONTEXT=${way} is what is used`, async (t) => {
    t.equal(load(way).contextBackend, way)
  })
}

t.test('a way that this host does not have is refused when tracescope is loaded', async (t) => {
  t.throws(() => load(unusable), { message: new RegExp(`TRACESCOPE_CONTEXT=${unusable} can't be used`) })
})

t.test('an unknown way is none', async (t) => {
  t.equal(load('fastest').contextBackend, usable)
})

t.test('Deno without permission for the environment', {
  skip: !('Deno' in globalThis) && 'other hosts have none'
}, async (t) => {
  for (const env of [[], ['--allow-env=TRACESCOPE_CONTEXT']]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [
      'run', '--no-prompt', '--allow-read', ...env, programFile('loaded')
    ], {
      cwd: packageFolder, encoding: 'utf8', env: { ...process.env, TRACESCOPE_CONTEXT: 'frames' }
    })
    t.equal(status, 0, stderr)
    t.equal(JSON.parse(stdout).contextBackend, usable)
    t.equal(stderr.includes('TRACESCOPE_CONTEXT must be one of'), env.length > 0, stderr)
  }
})
