import { countChannels } from './count-channels.js'
import { countStorages, ownMethodsOf } from './count-storages.js'
import { Ledger } from './ledger.js'

/** Counts what the program calls from now on. */
export class Counting {
  readonly ledger = new Ledger(ownMethodsOf)
  readonly #changes: ReadonlyArray<(() => void) | undefined>

  constructor() {
    // The channels last: to find how they are built, one is made and subscribed to.
    this.#changes = [...countStorages(this.ledger), ...countChannels(this.ledger)]
  }

  /** Puts the host's methods back, where nobody has put others over the counting ones. */
  stop(): void {
    for (const takeBack of [...this.#changes].reverse()) takeBack?.()
  }
}
