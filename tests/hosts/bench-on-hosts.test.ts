import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { newFolder, packageFolder, RUNNERS, runCode } from './places.js'

// `bench/report.js --only hosts` times its rows on Bun and Deno, and what it times by hand does the same.

const folder = newFolder('bench-on-hosts')

function report(): string {
  const args = [join(packageFolder, 'bench/report.js'), '--only', 'hosts', '--quick', '--to', folder]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  t.equal(status, 0, stderr)
  return stderr
}

/** Rows without stores, and those that are compared with the host alone. */
const NOT_BY_HAND = /no store|channels|Callback/

t.test('each row is timed on both hosts, most by hand, too, and kept', async (t) => {
  t.match(report(), '0 of 2 results are there already')
  const { runs, rows } = JSON.parse(readFileSync(join(folder, 'hosts.json'), 'utf8'))
  t.match(Object.values(runs), ['Bun', 'Deno'].map((host) => ({
    node: new RegExp(`^${host} \\d+\\.\\d+\\.\\d+$`), effort: 'quick', settings: { rounds: 3 },
    command: `node bench/throughput.js --host ${host.toLowerCase()} --quick`
  })))
  t.equal(rows.length, 18)
  for (const { case: { row }, on } of rows) {
    t.same(Object.keys(on), Object.keys(runs), row)
    for (const { spread: { ratio: [least, most], byHandRatio, shimRatio }, ...times } of Object.values<any>(on)) {
      t.ok(times.host > 0 && times.tracescope > 0 && least > 0 && least <= times.ratio && times.ratio <= most, row)
      t.equal(times.byHand > 0 && byHandRatio[0] > 0, !NOT_BY_HAND.test(row), row)
      t.equal(times.shimRatio > 0 && shimRatio[0] > 0, row.startsWith('trace'), row)
    }
  }
  t.match(report(), '2 of 2 results are there already')
})

/** What is called sees the stores, and what is published; afterwards all is as before. */
const BY_HAND = `
  import { AsyncLocalStorage } from 'node:async_hooks'
  import { asScope, inStores } from ${JSON.stringify(join(packageFolder, 'bench/hosts/by-hand.js'))}
  const storages = [1, 2, 3].map(() => new AsyncLocalStorage())
  const [first, second, third] = storages
  const transform = (message) => [message, first.getStore(), second.getStore()]
  const look = () => storages.map((storage) => storage.getStore() ?? null)
  const seen = []
  for (const enter of [inStores, asScope]) {
    const call = enter([{ storage: first }, { storage: second, transform }, { storage: third }], (message, arg) => {
      if (arg === 'throws') throw arg
      return [message, arg, look()]
    })
    const calls = () => {
      seen.push(call('message', 'argument'), look())
      try { call('message', 'throws') } catch (error) { seen.push(error, look()) }
    }
    calls()
    second.run('outer', calls)
  }
  console.log(JSON.stringify(seen))
`

for (const host of ['Bun', 'Deno']) {
  t.test(`${host}: by hand, a call is made in its stores, which are left again`, async (t) => {
    const { stdout, stderr } = runCode(RUNNERS[host]!, folder, host, BY_HAND)
    const calls = (outer: string | null): unknown[] => {
      const inStores = ['message', ['message', 'message', outer], 'message']
      return [['message', 'argument', inStores], [null, outer, null], 'throws', [null, outer, null]]
    }
    t.same(JSON.parse(stdout || '[]'), Array(2).fill([...calls(null), ...calls('outer')]).flat(), stderr)
  })
}
