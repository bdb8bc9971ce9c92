import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { hostFlags, packageFolder } from '../support/run-program.js'

// `node --import tracescope/register` with TRACESCOPE_BEHAVIOUR: whose behaviour the program's tracing channels have.

const program = fileURLToPath(new URL('../../programs/registered.cjs', import.meta.url))

function run(flags: readonly string[], behaviour?: string): { printed: any, warnings: string } {
  const { TRACESCOPE_BEHAVIOUR: _, ...env } = process.env
  const { stdout, stderr, status } = spawnSync(process.execPath, [...hostFlags, ...flags, program], {
    cwd: packageFolder,
    encoding: 'utf8',
    env: { ...env, ...behaviour !== undefined && { TRACESCOPE_BEHAVIOUR: behaviour } }
  })
  if (status !== 0) throw new Error(stderr)
  return {
    printed: JSON.parse(stdout),
    warnings: stderr.split('\n').filter((line) => line.includes('TRACESCOPE_BEHAVIOUR')).join('\n')
  }
}

const host = run([])
t.equal(host.printed.isInstalled, false)
const asHost = { printed: { ...host.printed, isInstalled: true }, warnings: '' }
const asNode26 = { printed: { isInstalled: true, keepsPromises: true, hasStoreScopes: true }, warnings: '' }

for (const preload of ['--import', '--require']) {
  const register = [preload, 'tracescope/register']

  t.test(`${preload}: the host's own is the default`, async (t) => {
    for (const behaviour of [undefined, '', 'host']) t.same(run(register, behaviour), asHost)
  })

  t.test(`${preload}: node26`, async (t) => {
    t.same(run(register, 'node26'), asNode26)
  })

  t.test(`${preload}: a behaviour that there is not leaves the program as it is, with a warning`, async (t) => {
    const { printed, warnings } = run(register, 'node25')
    t.same(printed, asHost.printed)
    t.match(warnings, /Warning: TRACESCOPE_BEHAVIOUR must be one of host, node26; it is 'node25', and host is used$/)
  })
}

t.test('without register the variable means nothing', async (t) => {
  t.same(run([], 'node26'), host)
})
