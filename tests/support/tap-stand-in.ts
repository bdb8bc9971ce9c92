import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { match, same, strict } from 'tcompare'
import { packageFolder } from './package-folder.js'

// Stands in for tap on hosts where tap can't be loaded: what the tests use of it, with tap's own comparisons, told in
// TAP with tap's closing line. Tests run in turn; the subtests that a test has not awaited, at its end.

type Body = (t: Test) => unknown
type Comparison = (object: any, expected: any) => { match: boolean, diff: string }

const counts = { total: 0, pass: 0, fail: 0, skip: 0 }

class Test {
  readonly #path: readonly string[]
  readonly #teardowns: Array<() => unknown> = []
  #last: Promise<void> = Promise.resolve()

  constructor(path: readonly string[]) {
    this.#path = path
  }

  test(name: string, ...rest: [{ skip?: boolean | string }, Body] | [Body]): Promise<void> {
    const body = rest.pop() as Body
    const [options = {}] = rest as [{ skip?: boolean | string }?]
    return this.#last = this.#last.then(() => new Test([...this.#path, name]).#run(options.skip, body))
  }

  async #run(skip: boolean | string | undefined, body: Body): Promise<void> {
    if (skip) {
      counts.total++
      counts.skip++
      return console.log(
        `ok ${counts.total} - ${this.#path.join(' > ')} # SKIP${typeof skip === 'string' ? ` ${skip}` : ''}`
      )
    }
    unfinished.add(this)
    try {
      await body(this)
      await this.#last
      for (const teardown of this.#teardowns.reverse()) await teardown()
    } catch (error) {
      this.#check(false, 'threw', () => error instanceof Error ? String(error.stack) : String(error))
    }
    unfinished.delete(this)
  }

  #check(passed: boolean, message: string, explain: () => string): boolean {
    counts.total++
    counts[passed ? 'pass' : 'fail']++
    console.log(`${passed ? 'ok' : 'not ok'} ${counts.total} - ${[...this.#path, message].join(' > ')}`)
    if (!passed) console.log(explain().replace(/^/gm, '  '))
    return passed
  }

  #compare(compare: Comparison, found: unknown, expected: unknown, message: string, wanted = true): boolean {
    const result = compare(found, expected)
    return this.#check(result.match === wanted, message, () =>
      `${result.diff || 'there is no difference'}\n${new Error('at').stack}`)
  }

  ok(found: unknown, message = 'expect truthy value'): boolean {
    return this.#check(Boolean(found), message, () => `found ${String(found)}\n${new Error('at').stack}`)
  }

  equal(found: unknown, expected: unknown, message = 'should be equal'): boolean {
    return this.#check(Object.is(found, expected), message, () =>
      `${strict(found, expected).diff || 'they look the same'}\n${new Error('at').stack}`)
  }

  not(found: unknown, unwanted: unknown, message = 'should not be equal'): boolean {
    return this.#check(!Object.is(found, unwanted), message, () => `found ${String(found)}\n${new Error('at').stack}`)
  }

  same(found: unknown, expected: unknown, message = 'should be equivalent'): boolean {
    return this.#compare(same, found, expected, message)
  }

  notSame(found: unknown, unwanted: unknown, message = 'should not be equivalent'): boolean {
    return this.#compare(same, found, unwanted, message, false)
  }

  strictSame(found: unknown, expected: unknown, message = 'should be equivalent strictly'): boolean {
    return this.#compare(strict, found, expected, message)
  }

  match(found: unknown, pattern: unknown, message = 'should match pattern'): boolean {
    return this.#compare(match, found, pattern, message)
  }

  notMatch(found: unknown, pattern: unknown, message = 'should not match pattern'): boolean {
    return this.#compare(match, found, pattern, message, false)
  }

  type(found: unknown, type: string | Function, message = 'type is'): boolean {
    const is = typeof type === 'string' ? typeof found === type : found instanceof type
    return this.#check(is, message, () => `found ${String(found)}, wanted ${String(type)}\n${new Error('at').stack}`)
  }

  throws(call: () => unknown, expected: unknown = {}, message = 'expected to throw'): boolean {
    try {
      call()
    } catch (error) {
      return this.#compare(match, error, expected, message)
    }
    return this.#check(false, message, () => `nothing was thrown\n${new Error('at').stack}`)
  }

  async rejects(
    promise: Promise<unknown>, expected: unknown = {}, message = 'expected to be rejected'
  ): Promise<boolean> {
    try {
      await promise
    } catch (error) {
      return this.#compare(match, error, expected, message)
    }
    return this.#check(false, message, () => `it was fulfilled\n${new Error('at').stack}`)
  }

  pass(message = 'passed'): boolean {
    return this.#check(true, message, () => '')
  }

  fail(message = 'failed'): boolean {
    return this.#check(false, message, () => String(new Error('at').stack))
  }

  comment(message: string): void {
    console.log(`# ${message}`)
  }

  teardown(fn: () => unknown): void {
    this.#teardowns.push(fn)
  }

  /** An empty folder within the package, where its packages are found, for as long as the test runs. */
  testdir(): string {
    const folder = mkdtempSync(join(packageFolder, '.build', 'test-'))
    this.teardown(() => rmSync(folder, { recursive: true, force: true }))
    return folder
  }

  /** Of the file as a whole, at the end of the process: nothing is awaited any more. */
  tearDownNow(): void {
    for (const teardown of this.#teardowns.reverse()) void teardown()
  }

  /** What is still running when there is nothing left that it could wait for. */
  reportUnfinished(): void {
    this.fail('has not ended')
  }
}

const unfinished = new Set<Test>()

const file = new Test([])

process.on('exit', (code) => {
  file.tearDownNow()
  for (const test of unfinished) test.reportUnfinished()
  const { total, pass, fail, skip } = counts
  console.log(`1..${total}\n# { total: ${total}, pass: ${pass}, fail: ${fail}, skip: ${skip} }`)
  if (code === 0 && fail > 0) process.exitCode = 1
})

export default file
