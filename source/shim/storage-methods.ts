import { AsyncLocalStorage } from 'node:async_hooks'
import { RunScope } from '../context/run-scope.js'
import { adopt, hasStoragesOfNode, isNative, patchedBefore } from '../context/native-store.js'
import { backend } from '../context/select-backend.js'
import type { Backend } from '../context/backend.js'
import { runKeepsOthers } from '../context/probe.js'
import { hostIsOfThisRealm } from '../host/methods.js'
import type { AnyFunction, Store } from '../types.js'
import { BECAUSE, type Leave, leaveStorages } from './left-to-host.js'
import { isAnyEffective, ReplacedMethod, type Restorable, restoreAll } from './patch.js'

type RunInOneStep = NonNullable<Backend['run']>

/** The host's AsyncLocalStorage with `run` and `withScope` entering their value in one step; its `exit` is a `run`. */
export class FastStorages implements Restorable {
  #on = true
  readonly #run: ReplacedMethod | undefined
  readonly #withScope: ReplacedMethod | undefined
  readonly isEffective: boolean

  /** Installs them, or gives `undefined` where the host's own are one step already. */
  static install(leave: Leave): FastStorages | undefined {
    const why = whyLeft()
    if (why === undefined) return new FastStorages(backend.run!, leave)
    leaveStorages(leave, why)
    return undefined
  }

  private constructor(runInOneStep: RunInOneStep, leave: Leave) {
    const { prototype } = AsyncLocalStorage
    // What is nothing gets the host's own complaint.
    const isFast = (store: Store | null | undefined): store is Store => this.#on && store !== undefined && store !== null && isNative(store)
    this.#run = ReplacedMethod.replace(prototype, 'run', (host) => fastRun(host, isFast, runInOneStep), leave)
    this.#withScope = ReplacedMethod.replace(prototype, 'withScope', (host) => fastWithScope(host, isFast), leave)
    this.#adoptAll((method) => method.ours)
    this.isEffective = isAnyEffective([this.#run, this.#withScope])
  }

  /** Puts the host's own back. */
  restore(): string[] {
    this.#on = false
    this.#adoptAll((method) => method.host)
    return restoreAll([this.#run, this.#withScope])
  }

  /** A storage that has our methods is as native as one with the host's own. */
  #adoptAll(choose: (method: ReplacedMethod) => AnyFunction): void {
    if (this.#run !== undefined) adopt('run', choose(this.#run))
    if (this.#withScope !== undefined) adopt('withScope', choose(this.#withScope))
  }
}

/** Why all of them are left as they are, if they are. */
function whyLeft(): string | undefined {
  if (!hostIsOfThisRealm) return BECAUSE.otherRealm
  if (backend.run !== undefined) return runKeepsOthers() ? undefined : BECAUSE.contextPutBack
  if (backend.name === 'resource') return BECAUSE.oneStep
  if (!hasStoragesOfNode()) return BECAUSE.unknownHost
  return patchedBefore().length > 0 ? BECAUSE.patchedStorages : BECAUSE.publicMethods
}

function fastRun(host: AnyFunction, isFast: (store: Store | null | undefined) => store is Store, runInOneStep: RunInOneStep): AnyFunction {
  return {
    run(this: Store, data: unknown, fn: AnyFunction, ...args: unknown[]): unknown {
      return isFast(this) ? runInOneStep(this, data, fn, args) : Reflect.apply(host, this, [data, fn, ...args])
    }
  }.run
}

function fastWithScope(host: AnyFunction, isFast: (store: Store | null | undefined) => store is Store): AnyFunction {
  return {
    withScope(this: Store, store: unknown): Disposable {
      return isFast(this) ? new RunScope(this, store) : Reflect.apply(host, this, [store])
    }
  }.withScope
}
