import { Object } from './primordials.js'
import type { AnyFunction } from './types.js'

// Where the copies of the package in this process and strict mode find each other, whichever is loaded first. Strict
// mode is a module of its own: without it there is no more of it than this.

/**
 * Puts something where all copies find it. It is not enumerable: programs and test runners list what is on globalThis.
 */
export function keep(key: symbol, value: unknown): void {
  Object.defineProperty(globalThis, key, { value, writable: true, configurable: true })
}

/** What strict mode reaches of a copy of the package. */
export interface Copy {
  readonly withScope: AnyFunction
  readonly withStoreScope: AnyFunction
  readonly BoundedChannel: { readonly prototype: any }
  readonly TracingChannel: { readonly prototype: any }
  /** Replaces what opens the scopes of `withScope`. */
  watchScopes(watch: Watch): void
  /** Replaces what opens the scopes of `withStoreScope`. */
  watchStoreScopes(watch: Watch): void
  /** Lets a storage that has this method count as one with AsyncLocalStorage's own. */
  adopt(name: 'withScope' | 'enterWith', method: AnyFunction): void
  /** Calls a function from here. */
  call(fn: () => void): void
}

/** Gives a function that opens the same scope, and has it watched. */
export type Watch = <Open extends (subject: any, value: any) => Disposable>(open: Open) => Open

/** What the copies of the package reach of strict mode. */
export interface StrictMode {
  /** Watches the scopes that a copy opens. */
  join(copy: Copy): void
  /** Gives a method that does the same, and has the scopes watched that it opens. */
  watchMethod(name: string, method: AnyFunction): AnyFunction
  /** What such a method was made of; of any other, itself. */
  beneath(method: unknown): unknown
  /** Tells of options that a function of the API was called with, and that are none. */
  checkOptions?(called: Function, options: object, known: readonly string[]): void
  /** Waits for the end of the turn, and gives what was reported since it was last asked for. */
  takeReports?(): Promise<Error[]>
}

const COPIES = Symbol.for('tracescope.copies')
const STRICT = Symbol.for('tracescope.strict')
const registry = globalThis as { [COPIES]?: Copy[], [STRICT]?: StrictMode }

/** The methods that count as AsyncLocalStorage's own. */
export interface OwnMethods {
  run: AnyFunction | undefined
  enterWith: AnyFunction | undefined
  readonly getStore: AnyFunction | undefined
  withScope: AnyFunction | undefined
  /** On hosts that build AsyncLocalStorage on async_hooks. */
  _enable: AnyFunction | undefined
  /** The one that was there when the first copy was loaded, before any of them put one of its own there. */
  readonly hostEnterWith: AnyFunction | undefined
  readonly untouched: boolean
}

/** Where all copies find the one list of them: see `context/native-store.ts`. */
export const OWN_METHODS = Symbol.for('tracescope.own-methods-of-storages')
export const processRegistry = globalThis as { [OWN_METHODS]?: OwnMethods }

/** Makes a copy known to strict mode. */
export function announce(copy: Copy): void {
  copies().push(copy)
  registry[STRICT]?.join(copy)
}

/** Makes strict mode known to all copies, those to come too. */
export function announceStrictMode(strict: StrictMode): void {
  keep(STRICT, strict)
  for (const copy of copies()) strict.join(copy)
}

/** Strict mode, if it is on. */
export function strictMode(): StrictMode | undefined {
  return registry[STRICT]
}

function copies(): Copy[] {
  if (registry[COPIES] === undefined) keep(COPIES, [])
  return registry[COPIES]!
}

/** A method that is to stand on a prototype of the host's, as strict mode wants it there. */
export function watched<Method extends AnyFunction>(name: string, method: Method): Method {
  return (registry[STRICT]?.watchMethod(name, method) ?? method) as Method
}

/** A method of the host's, without what strict mode has put around it. */
export function unwatched<Method>(method: Method): Method {
  return (registry[STRICT]?.beneath(method) ?? method) as Method
}

/** What stands in for the `then` of a watched thenable has it there: two copies would go on covering each other's. */
export const STANDS_FOR = Symbol.for('tracescope.stands-for')

const ENVIRONMENT_IS_CHECKED = Symbol.for('tracescope.environment-is-checked')

/** Whether no copy has checked the environment yet. From then on one has. */
export function claimCheckOfEnvironment(): boolean {
  if ((globalThis as { [ENVIRONMENT_IS_CHECKED]?: true })[ENVIRONMENT_IS_CHECKED]) return false
  keep(ENVIRONMENT_IS_CHECKED, true)
  return true
}

/** What an installation lets strict mode do, and a copy with more options. */
export const AROUND = Symbol.for('tracescope.around')
export const EXTEND = Symbol.for('tracescope.extend')

// Where all copies of the package in this process look for the one installation, as signal-exit does.
export const INSTALLATION = Symbol.for('tracescope.installation')

/** Whether the shim is installed, by whichever copy. */
export function isInstalled(): boolean {
  return INSTALLATION in globalThis
}

const DOCTOR = Symbol.for('tracescope.doctor')

/** Makes the one doctor known to all copies of it. */
export function announceDoctor(doctor: object): void {
  keep(DOCTOR, doctor)
}

/** The doctor, if it counts in this process. */
export function doctor(): unknown {
  return (globalThis as { [DOCTOR]?: unknown })[DOCTOR]
}

interface Around {
  /** Takes everything back while strict mode changes the host. */
  [AROUND](change: () => void): void
}

/** Changes the host as it is beneath the shim, if that is installed. */
export function aroundInstallation(change: () => void): void {
  const installation = (globalThis as { [INSTALLATION]?: Around })[INSTALLATION]
  if (installation === undefined) change()
  else installation[AROUND](change)
}
