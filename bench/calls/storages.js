import { AsyncLocalStorage } from 'node:async_hooks'
import { enterByHand } from './by-hand.js'
import { ownCode } from './own-code.js'

/**
 * As dd-trace's: where contexts are frames, `getStore` takes what stands for a value, and asks for the current one
 * without.
 *
 * @extends AsyncLocalStorage<any>
 */
class StorageOfHandles extends AsyncLocalStorage {
  /** @override */
  getStore(handle) {
    return handle ?? super.getStore()
  }
}

/** Some AsyncLocalStorages, as an agent binds them: with a transform each, or plain. */
export class Storages {
  constructor(count, transforms = false, ownGetStore = false) {
    /** @type {AsyncLocalStorage<any>[]} */
    this.all = Array.from({ length: count }, () => ownGetStore ? new StorageOfHandles() : new AsyncLocalStorage())
    this.transforms = this.all.map((storage) => transforms ? makeTransform(storage) : undefined)
  }

  bindTo(channel) {
    for (const [i, storage] of this.all.entries()) {
      const transform = this.transforms[i]
      if (transform) channel.bindStore(storage, transform)
      else channel.bindStore(storage)
    }
  }

  byHand() {
    return enterByHand(this.all, this.transforms)
  }
}

/** Makes the transform that agents have: it makes an object, and reads its own store. */
export function makeTransform(storage) {
  return ownCode('(message) => ({ message, parent: storage.getStore() })', { storage })
}
