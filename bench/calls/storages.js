// @ts-check
import { AsyncLocalStorage } from 'node:async_hooks'

/** Some AsyncLocalStorages, and the least code that enters a value in all of them: public API only. */
export class Storages {
  /** @type {unknown[]} */
  #prior = []

  /** @param {number} count */
  constructor(count) {
    /** @type {AsyncLocalStorage<any>[]} */
    this.all = Array.from({ length: count }, () => new AsyncLocalStorage())
  }

  /** @param {unknown} value */
  enter(value) {
    for (let i = 0; i < this.all.length; i++) {
      this.#prior[i] = this.all[i].getStore()
      this.all[i].enterWith(value)
    }
  }

  leave() {
    for (let i = this.all.length - 1; i >= 0; i--) this.all[i].enterWith(this.#prior[i])
  }
}
