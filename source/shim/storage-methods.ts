import { AsyncLocalStorage } from 'node:async_hooks'
import { RunScope } from '../context/run-scope.js'
import { adopt, hasStoragesOfNode, isNative, patchedBefore } from '../context/native-store.js'
import { backend } from '../context/select-backend.js'
import type { StorageMethods } from '../context/backend.js'
import { runKeepsOthers } from '../context/probe.js'
import { codeOf, hostIsOfThisRealm, isHostsOwn } from '../host/methods.js'
import { apply, Object } from '../primordials.js'
import type { AnyFunction, Store } from '../types.js'
import { BECAUSE, type Leave, leaveStorages } from './left-to-host.js'
import { isAnyEffective, ReplacedMethod, type Restorable, restoreAll } from './patch.js'

/**
 * The host's AsyncLocalStorage with `run`, `enterWith` and `withScope` entering their value in one step; its `exit` is
 * a `run`.
 */
export class FastStorages implements Restorable {
  on = true
  readonly isEffective: boolean
  readonly #replaced: Readonly<Record<'run' | 'enterWith' | 'withScope', ReplacedMethod | undefined>>

  /** Installs them, or gives `undefined` where the host's own are one step already. */
  static install(leave: Leave): FastStorages | undefined {
    const why = whyLeft()
    if (why === undefined) return new FastStorages(backend.storageMethods!, leave)
    leaveStorages(leave, why)
    return undefined
  }

  private constructor({ run, enterWith }: StorageMethods, leave: Leave) {
    const replace = (name: string, make: (host: AnyFunction) => AnyFunction): ReplacedMethod | undefined =>
      ReplacedMethod.replace(AsyncLocalStorage.prototype, name, make, leave)
    const isOn = (): boolean => this.on
    // What is nothing gets the host's own complaint.
    const isFast = (store: unknown): boolean =>
      this.on && store !== undefined && store !== null && isNative(store as Store)
    this.#replaced = {
      run: replace('run', () => run(isOn)),
      enterWith: replace('enterWith', (host) => enterWith(host, isOn)),
      withScope: replace('withScope', (host) => fastWithScope(host, isFast))
    }
    this.#adoptAll((method) => method.ours)
    this.isEffective = isAnyEffective(Object.values(this.#replaced))
  }

  /** Puts the host's own back. */
  restore(): string[] {
    this.on = false
    this.#adoptAll((method) => method.host)
    return restoreAll(Object.values(this.#replaced))
  }

  /** A storage that has our methods is as native as one with the host's own. */
  #adoptAll(choose: (method: ReplacedMethod) => AnyFunction): void {
    for (const name of ['run', 'enterWith', 'withScope'] as const) {
      const method = this.#replaced[name]
      if (method !== undefined) adopt(name, choose(method))
    }
  }
}

// What the host's `run` does, step by step, as ours does: whatever the storage, it is asked for its value once, and
// first.
const RUNS_BY_ENTER_WITH = RegExp(String.raw`
  ^run\((\w+), (\w+), \.\.\.(\w+)\) \{
    const prior = this\.getStore\(\);
    if \(ObjectIs\(prior, \1\)\) \{
      return ReflectApply\(\2, null, \3\);
    \}
    this\.enterWith\(\1\);
    try \{
      return ReflectApply\(\2, null, \3\);
    \} finally \{
      this\.enterWith\(prior\);
    \}
  \}$
`.trim().replaceAll(/\n\s*/g, String.raw`\s*`))

/** Why all of them are left as they are, if they are. */
function whyLeft(): string | undefined {
  if (!hostIsOfThisRealm) return BECAUSE.otherRealm
  if (backend.storageMethods !== undefined) {
    if (!runKeepsOthers()) return BECAUSE.contextPutBack
    const { run } = AsyncLocalStorage.prototype
    return isHostsOwn(run) && !RUNS_BY_ENTER_WITH.test(codeOf(run)) ? BECAUSE.unknownHost : undefined
  }
  if (backend.name === 'resource') return BECAUSE.oneStep
  if (!hasStoragesOfNode()) return BECAUSE.otherStorages
  return patchedBefore().length > 0 ? BECAUSE.patchedStorages : BECAUSE.publicMethods
}

function fastWithScope(host: AnyFunction, isFast: (store: unknown) => boolean): AnyFunction {
  return {
    withScope(this: Store, store: unknown): Disposable {
      return isFast(this) ? new RunScope(this, store) : apply(host, this, [store])
    }
  }.withScope
}
