import { CALLS, collect, FEWER, LARGE_SEMI_SPACE, MORE, settle, WARM_UP, WITHOUT_OPTIMISER } from './windows.js'

/**
 * V8 lists the objects that a collection finds, by type, the dead ones too. So closures are counted that nobody holds
 * any more, which no heap snapshot has: it collects garbage first.
 */
export const flags = [...WITHOUT_OPTIMISER, '--trace-gc-object-stats', ...LARGE_SEMI_SPACE]

/**
 * Makes calls between collections; what V8 printed then is read by {@link read}.
 *
 * @param {import('../calls/prepare-calls.js').Loop} loop
 */
export async function measure(loop) {
  await settle(loop, WARM_UP)
  collect()
  await settle(loop, FEWER)
  collect()
  await settle(loop, MORE)
  collect()
}

/** Closures, whether they have run or not, and bound functions. */
const IS_FUNCTION = /^JS_.*FUNCTION_TYPE$/

/** @param {string} output what V8 printed @returns {{ closuresPerCall: number }} */
export function read(output) {
  /** @type {Map<number, { live: number, dead: number }>} */
  const collections = new Map()
  for (const line of output.split('\n')) {
    if (!line.includes('"instance_type_data"')) continue
    const { id, key, instance_type_name: type, count } = JSON.parse(line)
    const functions = collections.get(id) ?? { live: 0, dead: 0 }
    collections.set(id, functions)
    if (IS_FUNCTION.test(type)) functions[key] += count
  }
  const [before, fewer, more] = [...collections.values()].slice(-3)
  return { closuresPerCall: (made(fewer, more) - made(before, fewer)) / CALLS }
}

/** How many functions were made between two collections. */
const made = (before, after) => after.live + after.dead - before.live
