import t from 'tap'
import { DIFFERENCES, ONCE_READ } from './differences.js'
import { differences, isSame, type Run } from './judge.js'
import { attack, functions, MODES, type Attack, type Mode } from './processes.js'
import { STUBS } from './replace.js'
import { extentOf } from '../random/extent.js'

// Programs that change the world: every function that can be reached from what each program has is replaced, one at a
// time, before the package is loaded and after, by one that throws, by one that returns something else, and by one that
// only passes on. A program that traces in every way sees the same then as without the package, and what was put there
// is called as often.
//
// `ATTACKS=all TAP_TIMEOUT=3600 node .build/tests/attacks/attacks.test.js` for all functions. Without it, it is those
// that once made a difference, and one in so many of the others. `ATTACKS=Reflect` for those with that in their
// path.

/** Always the same ones. `npm run test:deep` has three times as many. */
const ONE_IN = extentOf('ATTACKS_ONE_IN', { usual: 36, deep: 12 })
/** How many attacks a process makes. A difference has to show again in a process of its own. */
const IN_ONE_PROCESS = 150

const wanted = process.env['ATTACKS']
const accepted = DIFFERENCES.flatMap(({ paths }) => paths)
const known = new Set([...accepted, ...ONCE_READ])
/** Nothing is asserted of what is accepted: `npm run test:deep` runs it, to tell which of it still differs. */
const left = process.env['DEEP'] ? [] : accepted
const replaced = functions.filter((path, nth) => wanted === undefined
  ? (known.has(path) || nth % ONE_IN === 0) && !left.includes(path)
  : wanted === 'all' || path.includes(wanted))
const attacks: Attack[] = replaced.flatMap((path) => STUBS.map((stub) => [path, stub] as const))

async function run(mode: Mode, attacks: readonly Attack[], inOneProcess: number): Promise<Run> {
  const [unmoved] = await attack(mode, [['nothing', 'throws']], 1)
  return { unmoved: unmoved!, seen: await attack(mode, attacks, inOneProcess) }
}

t.comment(`${replaced.length} of ${functions.length} functions, ${attacks.length} attacks, of ${MODES.join('; ')}`)
for (const { reason, paths } of DIFFERENCES) t.comment(`accepted: ${paths.join(', ')}. ${reason}`)
const stock = await run('stock', attacks, IN_ONE_PROCESS)
const moved = new Set(
  attacks.filter((_, nth) => !isSame(stock.seen[nth]!.lines, stock.unmoved.lines)).map(([path]) => path)
)

t.test('the host', async (t) => {
  t.ok(functions.length > 900, `${functions.length} functions can be replaced`)
  t.ok(stock.unmoved.lines.length > 300, `${stock.unmoved.lines.length} lines are seen of the program`)
  t.ok(moved.size > 2 || wanted !== undefined, `${moved.size} of ${replaced.length} functions move the host itself`)
})

for (const mode of MODES) {
  t.test(`${mode}: ${replaced.length} functions`, async (t) => {
    const ours = await run(mode, attacks, IN_ONE_PROCESS)
    if (mode.startsWith('shim')) t.same(ours.unmoved.lines, stock.unmoved.lines, 'nothing replaced')
    const found = differences(mode, attacks, stock, ours)
    const again = attacks.filter(([path]) => found.has(path) && !accepted.includes(path))
    const confirmed = differences(mode, again, await run('stock', again, 1), await run(mode, again, 1))
    t.comment(
      `accepted of those that differ: ${[...found.keys()].filter((path) => accepted.includes(path)).join(', ')}`
    )
    t.same(Object.fromEntries(confirmed), {}, 'no other difference')
  })
}
