// @ts-check
import { fork, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * What a process times: implementations, over Node as it is or with the shim installed.
 *
 * @typedef {object} Plan
 * @property {import('./cases.js').TimedCase} conditions
 * @property {import('../calls/prepare-calls.js').Implementation[]} implementations
 * @property {object} [install] the options of `install()`
 * @property {string} [build] the address of tracescope's module, if it is not the one of this checkout
 */

/** @typedef {{ implementation: import('../calls/prepare-calls.js').Implementation, calls: number }} Order */

/** How long the calls took in all. @typedef {{ nanoseconds: number }} Answer */

const child = fileURLToPath(new URL('child.js', import.meta.url))

/** A fresh process that makes calls when told to. */
export class Contestant {
  #process
  /** @type {PromiseWithResolvers<any>['resolve']} */
  #resolve = () => {}
  /** @type {PromiseWithResolvers<any>['reject']} */
  #reject = () => {}

  /** @param {string} node the Node binary @param {Plan} plan */
  constructor(node, plan) {
    this.#process = fork(child, [JSON.stringify(plan)], { execPath: node, execArgv: ['--expose-gc'] })
    this.#process.on('message', (answer) => this.#resolve(answer))
    this.#process.on('exit', () => this.#reject(new Error('a process ended before it had made its calls')))
    this.ready = this.#answer()
  }

  /** Makes calls. @param {Order} order @returns {Promise<Answer>} */
  time(order) {
    this.#process.send(order)
    return this.#answer()
  }

  /**
   * Has the main thread of the process run on one core alone, where there is `taskset`. The threads that compile and collect
   * garbage stay free.
   */
  keepToCore() {
    spawnSync('taskset', ['-cp', `${firstCore()}`, `${this.#process.pid}`], { stdio: 'ignore' })
  }

  /** Ends the process. */
  end() {
    this.#process.kill()
  }

  /** @returns {Promise<any>} what the process says next */
  #answer() {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }
}

/**
 * The first of the cores that this process may run on, as Linux numbers them. Who starts the bench on some cores alone has
 * reserved the others.
 */
function firstCore() {
  try {
    return Number(/^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}
