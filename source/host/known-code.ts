import { AsyncLocalStorage } from './async-hooks.js'
import { codeOf, type HostPrototypes, isOfThisHost } from './methods.js'
import { newMap, Object } from '../primordials.js'

// The methods of Bun and Deno that the shim stands in for, or relies on, by a number made of how they are written:
// nothing else says what they do to the letter. A version that has them otherwise is left as it is.
// `tests/hosts/shim-on-other-runtimes` tells the numbers of a new one once the shim has been held against what is new
// in it.

/**
 * The code of a host's methods: of tracing channels, of channels with and without subscribers or stores, and of
 * AsyncLocalStorage.
 */
type KnownCode = Readonly<Record<
  'traceSync' | 'traceCallback' | 'tracePromise' | 'runStores' | 'idleRunStores' | 'run' | 'enterWith', number
>>

/** Those of Deno 2.9.6. */
export const DENO: KnownCode = {
  traceSync: 4121258812375110,
  traceCallback: 14336572081052,
  tracePromise: 277408569634510,
  runStores: 2641819400352502,
  idleRunStores: 3757826664468571,
  run: 2246587709991224,
  enterWith: 4189757043448306
}

/** Those of Bun 1.4.5. */
export const BUN: KnownCode = {
  traceSync: 3881210224562907,
  traceCallback: 2543744916271922,
  tracePromise: 1567423729701191,
  runStores: 3404726869009581,
  idleRunStores: 3598223598430940,
  run: 1979272679799741,
  enterWith: 159010781320604
}

/** The methods of this host by the names that they have in {@link KnownCode}. */
export function methodsOf(
  { activeChannel, inactiveChannel, tracingChannel }: HostPrototypes
): Record<keyof KnownCode, unknown> {
  const { traceSync, tracePromise, traceCallback } = tracingChannel
  const { run, enterWith } = AsyncLocalStorage.prototype
  return {
    traceSync, traceCallback, tracePromise, runStores: activeChannel.runStores,
    idleRunStores: inactiveChannel.runStores, run, enterWith
  }
}

/**
 * Whether the methods of this host are written like that, but for those that somebody has put in their place: they are
 * called anyway.
 */
export function isWrittenAs(known: KnownCode, prototypes: HostPrototypes): boolean {
  return Object.entries(methodsOf(prototypes)).every(([name, method]) => {
    // That of idle channels is not called: what somebody has put there would be missed.
    return (name !== 'idleRunStores' && !isOfThisHost(method)) || known[name as keyof KnownCode] === numberOf(method)
  })
}

/**
 * A number for how a method is written, but for white space, quotes, and the names of one or two letters that a build
 * has given.
 */
export function numberOf(method: unknown): number {
  const code = typeof method === 'function' ? inOrder(codeOf(method)) : ''
  let [high, low] = [0, 0]
  for (let i = 0; i < code.length; i++) {
    low = (low * 31 + code.charCodeAt(i)) % 0x3fffffff
    high = (high * 37 + code.charCodeAt(i)) % 0x3fffff
  }
  return high * 0x40000000 + low
}

const WORD_OR_SPACE = /\s+|`|\b[A-Za-z_$]\w?\b/g
const KEYWORDS = ['if', 'in', 'of', 'do']

/** Code with each short name replaced by its place among those that the code has. */
function inOrder(code: string): string {
  const names = newMap<string, string>()
  return code.replace(WORD_OR_SPACE, (found) => {
    if (/\s/.test(found)) return ''
    if (found === '`') return "'"
    if (KEYWORDS.includes(found)) return found
    if (!names.has(found)) names.set(found, `#${names.size}`)
    return names.get(found)!
  })
}
