import { assertFunction, invalidArgType, invalidArgValue, unknownOption } from '../errors.js'
import { nearest } from '../nearest.js'
import type { Until } from '../trace/until.js'

/** How a function tells its outcome: by what it returns, by a callback, or by whatever it returns (`'auto'`). */
export type InstrumentKind = 'sync' | 'promise' | 'callback' | 'iterator' | 'auto'

/** Any function or class. A class whose constructor is private or protected has no type but its prototype's. */
export type Instrumentable = ((this: any, ...args: any) => any) | (abstract new (...args: any) => any) | (Function & { readonly prototype: object })

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

/** Whether one of the arguments may be a function. */
type TakesFunction<Args extends any[]> =
  unknown extends Args[number] ? true : [Extract<Args[number], Function>] extends [never] ? false : true

/** What a function or class returns. */
type Returned<Fn> = Fn extends (...args: any) => infer Result ? Result : Fn extends abstract new (...args: any) => infer Made ? Made : any

/** What `instrument` takes besides the function. */
export type InstrumentOptions<Fn extends Instrumentable = Instrumentable, ContextType extends object = any> =
  | CallbackOptions<Fn, ContextType>
  | ResultOptions<Fn, ContextType>
  | UntilOptions<Fn, ContextType>

export interface ContextOptions<Fn extends Instrumentable, ContextType extends object> {
  /**
   * Makes the context of a call: the message of all its events. It is called only while someone listens; by default a
   * context is a new object without prototype.
   *
   * @param args    the arguments of the call
   * @param thisArg its `this`; `undefined` for a call by `new`
   */
  readonly context?: ((args: ArgumentsOf<Fn>, thisArg: ThisParameterType<Fn>) => ContextType) | undefined
}

interface ResultOptions<Fn extends Instrumentable, ContextType extends object> extends ContextOptions<Fn, ContextType> {
  /** By which trace calls are traced: `'auto'`, the default, is `trace`. */
  readonly kind?: Exclude<InstrumentKind, 'callback'> | undefined
  readonly position?: undefined
  readonly optional?: undefined
  readonly until?: undefined
}

export interface CallbackOptions<Fn extends Instrumentable, ContextType extends object> extends ContextOptions<Fn, ContextType> {
  readonly kind: TakesFunction<ArgumentsOf<Fn>> extends true ? 'callback' : never
  /** Which of the arguments is the callback; negative counts from the end. By default the last. */
  readonly position?: number | undefined
  /**
   * Whether the callback may be left out. By default, `true`, a call without a function at `position` is traced by what it
   * returns, as by `trace`; with `false` it is refused while someone listens.
   */
  readonly optional?: boolean | undefined
  readonly until?: undefined
}

export interface UntilOptions<Fn extends Instrumentable, ContextType extends object> extends ContextOptions<Fn, ContextType> {
  /**
   * Says when the operation is over, where neither the result nor a callback does. It is called with what the function
   * has returned, while someone listens, and the operation goes on until it calls `finish(error?, result?)`. When it
   * throws, the error surfaces on the next tick, and the operation is over when the call is.
   */
  readonly until: Until<Returned<Fn>>
  readonly kind?: undefined
  readonly position?: undefined
  readonly optional?: undefined
}

const KINDS: readonly string[] = ['sync', 'promise', 'callback', 'iterator', 'auto'] satisfies InstrumentKind[]
const OPTIONS: readonly string[] = ['context', 'kind', 'position', 'optional', 'until'] satisfies Array<keyof InstrumentOptions>

/** Throws Node's own kind of `TypeError` for options that are of another type, of no known value, or unknown. */
export function assertInstrumentOptions(options: unknown): asserts options is InstrumentOptions {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options)
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name))
  if (unknown !== undefined) throw unknownOption(`options.${unknown}`, nearest(unknown, OPTIONS))
  const { context, kind, position, optional, until } = options as Record<keyof InstrumentOptions, unknown>
  if (context !== undefined) assertFunction('options.context', context)
  if (until !== undefined) assertFunction('options.until', until)
  if (kind !== undefined) {
    if (typeof kind !== 'string') throw invalidArgType('options.kind', 'of type string', kind)
    if (!KINDS.includes(kind)) throw invalidArgValue('options.kind', KINDS, kind)
    if (until !== undefined) throw invalidArgValue('options.kind', 'left out where there is options.until', kind)
  }
  if (position !== undefined) {
    if (typeof position !== 'number') throw invalidArgType('options.position', 'of type number', position)
    if (!Number.isInteger(position)) throw invalidArgValue('options.position', 'an integer', position)
    if (kind !== 'callback') throw invalidArgValue('options.position', ONLY_FOR_CALLBACKS, position)
  }
  if (optional !== undefined) {
    if (typeof optional !== 'boolean') throw invalidArgType('options.optional', 'of type boolean', optional)
    if (kind !== 'callback') throw invalidArgValue('options.optional', ONLY_FOR_CALLBACKS, optional)
  }
}

const ONLY_FOR_CALLBACKS = "left out unless options.kind is 'callback'"
