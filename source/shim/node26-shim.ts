import { storesAreVisible } from '../host/bound-stores.js'
import { findPrototypes, hasMethodsOfNode, hostIsOfThisRealm, type HostPrototypes } from '../host/prototypes.js'
import { checkSubscribers } from './checked-subscribe.js'
import { asNode26, observeHost, type HostBehaviour } from './host-behaviour.js'
import { addMissingMembers } from './missing-members.js'
import { Node26Traces } from './node26-traces.js'
import { restoreAll, type Restorable } from './restorable.js'
import { Shim } from './shim.js'

/** The host's tracing with the behaviour of Node 26.10, closure-free, and with what Node 26 has and the host has not. */
export class Node26Shim implements Restorable {
  readonly #changes: ReadonlyArray<Restorable | undefined>

  /** Gives the installed shim, or `undefined` on a host that it does not understand, which is left as it is. */
  static install(): Node26Shim | undefined {
    if (!storesAreVisible || !hostIsOfThisRealm) return undefined
    const prototypes = findPrototypes()
    if (!prototypes || !hasMethodsOfNode(prototypes)) return undefined
    const host = observeHost()
    return host && new Node26Shim(prototypes, host)
  }

  private constructor(prototypes: HostPrototypes, host: HostBehaviour) {
    this.#changes = [
      checkSubscribers(prototypes),
      ...addMissingMembers(prototypes),
      host.manner === 'scope' ? new Shim(prototypes, asNode26(host)) : new Node26Traces(prototypes, asNode26(host))
    ]
  }

  restore(): string[] {
    return restoreAll(this.#changes)
  }
}
