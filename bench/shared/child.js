import { fork } from 'node:child_process'

/**
 * A fresh process of the bench. It runs a file with a plan, says what it is ready with, and then answers one order
 * after the other.
 */
export class Child {
  #process
  #resolve = (answer) => {}
  #reject = (error) => {}

  /**
   * @param {URL} file
   * @param {object} plan
   * @param {import('node:child_process').ForkOptions} options with the Node and its flags
   */
  constructor(file, plan, options) {
    this.#process = fork(file, [JSON.stringify(plan)], options)
    this.#process.on('message', (answer) => this.#resolve(answer))
    this.#process.on('exit', () => this.#reject(new Error('a process ended before it was told to')))
    this.ready = this.#answer()
  }

  get pid() {
    return this.#process.pid
  }

  ask(order) {
    this.#process.send(order)
    return this.#answer()
  }

  end() {
    this.#reject = () => {}
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
