import { assertFunction, invalidArgType, invalidArgValue, unknownOption } from '../errors.js'
import { nearest } from '../nearest.js'
import { includes, isInteger, Object } from '../primordials.js'
import type { Until } from '../trace/until.js'

/** How a function tells its outcome: by what it returns, by a callback, or by whatever it returns (`'auto'`). */
export type InstrumentKind = 'sync' | 'promise' | 'callback' | 'iterator' | 'auto'

/** Any function or class. A class whose constructor is private or protected has no type but its prototype's. */
export type Instrumentable =
  | ((this: any, ...args: any) => any)
  | (abstract new (...args: any) => any)
  | (Function & { readonly prototype: object })

/** The arguments of a function or class; of one with overloads, those of any of the last four. */
export type ArgumentsOf<Fn> =
  Fn extends (this: any, ...args: any) => any ? OfFunction<Fn>
    : Fn extends abstract new (...args: any) => any ? OfClass<Fn>
      : any[]

type OfFunction<Fn> = Fn extends {
  (this: any, ...args: infer First): any
  (this: any, ...args: infer Second): any
  (this: any, ...args: infer Third): any
  (this: any, ...args: infer Last): any
} ? Inferred<First> | Inferred<Second> | Inferred<Third> | Last : Fn extends {
  (this: any, ...args: infer Second): any
  (this: any, ...args: infer Third): any
  (this: any, ...args: infer Last): any
} ? Inferred<Second> | Inferred<Third> | Last : Fn extends {
  (this: any, ...args: infer Third): any
  (this: any, ...args: infer Last): any
} ? Inferred<Third> | Last : Fn extends (this: any, ...args: infer Last) => any ? Last : never

type OfClass<Fn> = Fn extends {
  new (...args: infer First): any
  new (...args: infer Second): any
  new (...args: infer Third): any
  new (...args: infer Last): any
} ? Inferred<First> | Inferred<Second> | Inferred<Third> | Last : Fn extends {
  new (...args: infer Second): any
  new (...args: infer Third): any
  new (...args: infer Last): any
} ? Inferred<Second> | Inferred<Third> | Last : Fn extends {
  new (...args: infer Third): any
  new (...args: infer Last): any
} ? Inferred<Third> | Last : Fn extends abstract new (...args: infer Last) => any ? Last : never

/** TypeScript infers `unknown[]` for overloads that there are not. */
type Inferred<Args> = unknown[] extends Args ? never : Args

/** Those of the arguments that may be functions. */
type CallbacksAmong<Args extends any[]> = unknown extends Args[number] ? Function : Extract<Args[number], Function>

// Types of no value, for the compiler's complaint about an option to say what is wrong with it.

/** In place of `kind: 'callback'`, for a function that can't be given one. */
export interface NoParameterTakesACallback { readonly [noValue]: never }

/** In place of `position` and `optional`, where there is no callback. */
export interface OnlyWithKindCallback { readonly [noValue]: never }

/** In place of `until`, where `kind` says when the operation is over. */
export interface OnlyWithoutKind { readonly [noValue]: never }

declare const noValue: unique symbol

/** What a function or class returns. */
export type Returned<Fn> =
  Fn extends (...args: any) => infer Result ? Result
    : Fn extends abstract new (...args: any) => infer Made ? Made
      : any

/** The `this` of a function's calls: what it declares, or what the parameter of `context` is declared to be. */
export type ThisOf<Fn, This = ThisParameterType<Fn>> =
  unknown extends ThisParameterType<Fn> ? This : ThisParameterType<Fn>

/** What `instrument` takes besides the function. */
export type InstrumentOptions<
  Fn extends Instrumentable = Instrumentable, ContextType extends object = any, This = ThisParameterType<Fn>
> =
  | CallbackOptions<Fn, ContextType, This>
  | ResultOptions<Fn, ContextType, This>
  | UntilOptions<Fn, ContextType, This>

/** The option that there is for every kind of function. */
export interface ContextOptions<Fn extends Instrumentable, ContextType extends object, This = ThisParameterType<Fn>> {
  /**
   * Makes the context of a call: the message of all its events. It is called only while someone listens; by default a
   * context is a new object without prototype.
   *
   * @param args    the arguments of the call
   * @param thisArg its `this`; `undefined` for a call by `new`. Its type is what the function declares, as in
   *   `async query(this: Client, sql: string)`, or by `@this {Client}` in JSDoc; where it declares none, what is
   *   declared here: `context: ([sql], client: Client) => …`
   */
  readonly context?: ((args: ArgumentsOf<Fn>, thisArg: ThisOf<Fn, This>) => ContextType) | undefined
}

/** Options where the outcome is what the function returns. */
export interface ResultOptions<
  Fn extends Instrumentable, ContextType extends object, This = ThisParameterType<Fn>
> extends ContextOptions<Fn, ContextType, This> {
  /** By which trace calls are traced: `'auto'`, the default, is `trace`. */
  readonly kind?: Exclude<InstrumentKind, 'callback'> | undefined
  /** Which of the arguments is the callback, with `kind: 'callback'`. */
  readonly position?: OnlyWithKindCallback | undefined
  /** Whether the callback may be left out, with `kind: 'callback'`. */
  readonly optional?: OnlyWithKindCallback | undefined
  /** Says when the operation is over, where there is no `kind`. */
  readonly until?: OnlyWithoutKind | undefined
}

/** Options where the outcome goes to a callback. */
export interface CallbackOptions<
  Fn extends Instrumentable,
  ContextType extends object,
  This = ThisParameterType<Fn>,
  Args extends any[] = ArgumentsOf<Fn>
> extends ContextOptions<Fn, ContextType, This> {
  /**
   * By which trace calls are traced: `'callback'` is `traceCallback`. One of the function's parameters has to take a
   * function.
   */
  readonly kind: CallbacksAmong<Args> extends never ? NoParameterTakesACallback : 'callback'
  /** Which of the arguments is the callback; negative counts from the end. By default the last. */
  readonly position?: number | undefined
  /**
   * Whether the callback may be left out. By default, `true`, a call without a function at `position` is traced by what
   * it returns, as by `trace`; with `false` it is refused while someone listens.
   */
  readonly optional?: boolean | undefined
  /** Says when the operation is over, where there is no `kind`. */
  readonly until?: OnlyWithoutKind | undefined
}

/** Options where something else says when the operation is over. */
export interface UntilOptions<
  Fn extends Instrumentable, ContextType extends object, This = ThisParameterType<Fn>
> extends ContextOptions<Fn, ContextType, This> {
  /**
   * Says when the operation is over, where neither the result nor a callback does. It is called with what the function
   * has returned, while someone listens, and the operation goes on until it calls `finish(error?, result?)`. When it
   * throws, the error surfaces on the next tick, and the operation is over when the call is.
   */
  readonly until: Until<Returned<Fn>>
  /** By which trace calls are traced: left out where `until` says when the operation is over. */
  readonly kind?: undefined
  /** Which of the arguments is the callback, with `kind: 'callback'`. */
  readonly position?: OnlyWithKindCallback | undefined
  /** Whether the callback may be left out, with `kind: 'callback'`. */
  readonly optional?: OnlyWithKindCallback | undefined
}

const KINDS: readonly string[] = ['sync', 'promise', 'callback', 'iterator', 'auto'] satisfies InstrumentKind[]
const OPTIONS: readonly string[] =
  ['context', 'kind', 'position', 'optional', 'until'] satisfies Array<keyof InstrumentOptions>

/** Options that have been checked. */
export interface CheckedOptions {
  readonly context?: ((args: unknown[], thisArg: unknown) => object) | undefined
  readonly kind?: InstrumentKind | undefined
  readonly position?: number | undefined
  readonly optional?: boolean | undefined
  readonly until?: Until | undefined
}

/** Throws Node's own kind of `TypeError` for options that are of another type, of no known value, or unknown. */
export function assertInstrumentOptions(options: unknown): asserts options is CheckedOptions {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options)
  const names = Object.keys(options)
  for (let i = 0; i < names.length; i++) {
    if (!includes(OPTIONS, names[i])) throw unknownOption(`options.${names[i]}`, nearest(names[i]!, OPTIONS))
  }
  const { context, kind, position, optional, until } = options as Record<keyof InstrumentOptions, unknown>
  if (context !== undefined) assertFunction('options.context', context)
  if (until !== undefined) assertFunction('options.until', until)
  if (kind !== undefined) {
    if (typeof kind !== 'string') throw invalidArgType('options.kind', 'of type string', kind)
    if (!includes(KINDS, kind)) throw invalidArgValue('options.kind', KINDS, kind)
    if (until !== undefined) throw invalidArgValue('options.kind', 'left out where there is options.until', kind)
  }
  if (position !== undefined) {
    if (typeof position !== 'number') throw invalidArgType('options.position', 'of type number', position)
    if (!isInteger(position)) throw invalidArgValue('options.position', 'an integer', position)
    if (kind !== 'callback') throw invalidArgValue('options.position', ONLY_FOR_CALLBACKS, position)
  }
  if (optional !== undefined) {
    if (typeof optional !== 'boolean') throw invalidArgType('options.optional', 'of type boolean', optional)
    if (kind !== 'callback') throw invalidArgValue('options.optional', ONLY_FOR_CALLBACKS, optional)
  }
}

const ONLY_FOR_CALLBACKS = "left out unless options.kind is 'callback'"
