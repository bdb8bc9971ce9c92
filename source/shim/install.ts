import { debug } from '../debug.js'
import { AROUND, EXTEND, INSTALLATION, keep, strictMode } from '../registry.js'
import { Shim } from './host-shim.js'
import { contextBackend } from '../context/select-backend.js'
import { Object, Set } from '../primordials.js'
import { assertInstallOptions, INSTALL_OPTIONS, type InstallOptions, type TracingBehaviour } from './install-options.js'
import type { Leave, LeftToHost } from './left-to-host.js'
import { Node26Shim } from './node26-shim.js'
import { type Restorable, restoreAll } from './patch.js'
import { FastStorages } from './storage-methods.js'

/** An installed shim. */
export interface Installation extends Disposable {
  /** Whether anything of the host is replaced now. */
  readonly active: boolean
  /** Whose behaviour the host's tracing channels have now. */
  readonly behaviour: TracingBehaviour
  /** Whether methods of AsyncLocalStorage are replaced now. */
  readonly storages: boolean
  /** How stores are entered by what is installed: see `contextBackend` of the package. */
  readonly contextBackend: 'frame' | 'resource' | 'portable'
  /** What was left to the host of all that was asked for, and why. Empty where that is nothing. */
  readonly left: readonly LeftToHost[]
  /**
   * Puts every property of the host back as it was, but for methods that someone else has wrapped, replaced or frozen
   * since: what is there stays, and where it calls the shim's, that one only passes on to the host's from now on.
   *
   * Calling it again puts back what has been unwrapped since, and does nothing else.
   *
   * @returns those methods, e.g. `['TracingChannel#traceSync']`; empty when nothing is left of the shim
   */
  uninstall(): string[]
}

/** What another copy of the package asks of an installation. */
interface OwnInstallation extends Installation {
  [EXTEND](options: InstallOptions): void
  /** Takes everything back while strict mode changes the host. */
  [AROUND](change: () => void): void
}

const registry = globalThis as { [INSTALLATION]?: OwnInstallation | undefined }

/**
 * Lets the host's own tracing channels take the closure-free path, for every user of `node:diagnostics_channel` in this
 * process: channels made before and after, by whatever way the module was loaded. The host behaves as without it, in
 * the way of its own version.
 *
 * With `behaviour: 'node26'` the host's tracing channels behave as those of Node 26.10, on any host, and what Node 26
 * has and the host has not is added: `AsyncLocalStorage#withScope`, `Channel#withStoreScope`, and to the module
 * `boundedChannel` and `BoundedChannel`.
 *
 * Installing again gives the installation there is, with what the options add, also from another copy of the package:
 * storages, and Node 26's behaviour. Neither is taken away again but by `uninstall()`. On a host that tracescope does
 * not understand, nothing is changed.
 *
 * @param options `{ storages: true }` lets the host's own `AsyncLocalStorage#run`, `enterWith`, `exit` and `withScope`
 *   enter their value in one step too, where they copy the whole context: on hosts with AsyncContextFrame;
 *   `{ behaviour: 'node26' }`
 * @returns the installation, with `uninstall()` and `[Symbol.dispose]()`; it tells whether it is `active`, and in
 *   `left` which methods were left to the host, and why
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when an option is of another type, `ERR_INVALID_ARG_VALUE` when there is no
 *   such behaviour; then nothing was changed
 */
export function install(options: InstallOptions = {}): Installation {
  assertInstallOptions(options)
  strictMode()?.checkOptions?.(install, options, INSTALL_OPTIONS)
  if (registry[INSTALLATION] === undefined) keep(INSTALLATION, newInstallation())
  const installation = registry[INSTALLATION]!
  installation[EXTEND](options)
  return installation
}

function newInstallation(): OwnInstallation {
  let shim: Part = NO_PART
  let installed: TracingBehaviour | undefined
  let storages: Part = NO_PART
  let left: readonly LeftToHost[] = NOTHING
  // What was taken back, but for what others have put something over: that is tried again with the rest.
  const former: Restorable[] = []
  const takeBack = ({ change }: Part): void => {
    if (change?.restore().length) former.push(change)
  }
  const uninstall = (): string[] => {
    // The last one first: the storages may stand over a withScope that was added.
    const paths = new Set(restoreAll([storages.change, shim.change, ...former]))
    if (registry[INSTALLATION] === installation) delete registry[INSTALLATION]
    isOver = true
    return [...paths]
  }
  let isOver = false
  const extend = (options: InstallOptions): void => {
    const wanted = installed === 'node26' ? installed : options.behaviour ?? 'host'
    if (wanted !== installed) {
      takeBack(shim)
      shim = newPart((leave) => wanted === 'node26' ? Node26Shim.install(leave) : Shim.install(leave))
      installed = wanted
    }
    if (options.storages && storages === NO_PART) storages = newPart((leave) => FastStorages.install(leave))
    left = Object.freeze([...shim.left, ...storages.left])
  }
  const extendAndTell = (options: InstallOptions): void => {
    const before = { shim, storages }
    extend(options)
    if (before.shim === shim && before.storages === storages) return
    const { active, behaviour } = installation
    const how = `: behaviour ${behaviour}, storages ${installation.storages ? 'replaced' : 'as they are'}, ` +
      `contexts by ${contextBackend}`
    debug(`installed${active ? how : ', but nothing is replaced'}`)
    for (const { method, reason } of left) debug(`${method} is left to the host: ${reason}`)
  }
  const around = (change: () => void): void => {
    const options = { storages: storages !== NO_PART, behaviour: installed }
    takeBack(storages)
    takeBack(shim)
    storages = shim = NO_PART
    installed = undefined
    change()
    extend(options)
  }
  const isOn = ({ change }: Part): boolean => !isOver && change !== undefined && change.isEffective
  const installation: OwnInstallation = {
    get active() { return isOn(shim) || isOn(storages) },
    get behaviour() { return installed !== undefined && isOn(shim) ? installed : 'host' },
    get storages() { return isOn(storages) },
    get contextBackend() { return contextBackend },
    get left() { return isOver ? NOTHING : left },
    uninstall,
    [Symbol.dispose]: uninstall,
    [EXTEND]: extendAndTell,
    [AROUND]: around
  }
  return installation
}

/** The shim of the channels, or that of the storages: what it has changed, and what it has left to the host. */
interface Part {
  readonly change: Restorable | undefined
  readonly left: readonly LeftToHost[]
}

const NOTHING: readonly LeftToHost[] = Object.freeze([])

const NO_PART: Part = { change: undefined, left: NOTHING }

function newPart(install: (leave: Leave) => Restorable | undefined): Part {
  const left: LeftToHost[] = []
  const change = install((method, reason) => { left.push(Object.freeze({ method, reason })) })
  return { change, left }
}
