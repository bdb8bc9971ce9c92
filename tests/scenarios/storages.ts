import { AsyncLocalStorage } from 'node:async_hooks'
import type { Scenario } from './index.js'

// AsyncLocalStorage itself, which `install({ storages: true })` makes faster.

export const storageRuns: Scenario = async (_implementation, transcript) => {
  const storage = new AsyncLocalStorage<unknown>()
  const other = new AsyncLocalStorage<unknown>()
  const look = (where: string): void => transcript.add(where, storage.getStore(), other.getStore())
  transcript.call('run', () => storage.run('outer', function (this: unknown, ...args: unknown[]) {
    look('outer')
    transcript.add('called with', this, args)
    transcript.call('inner', () =>
      storage.run('inner', () => { look('inner'); other.enterWith('stays'); throw new Error('from fn') }))
    look('outer again')
    storage.exit((...args: unknown[]) => { look('exited'); transcript.add('called with', args) }, 'argument')
    look('outer after exit')
    return 'returned'
  }, 1, 2))
  look('after')
  transcript.call('not a function', () => storage.run('value', 'no function' as any))
  look('after that')
  const works = storage.run('async', () => [
    new Promise((resolve) => setTimeout(() => resolve(storage.getStore()))),
    (async () => { await null; return storage.getStore() })(),
    Promise.resolve(AsyncLocalStorage.snapshot()).then((run) => run(() => storage.getStore()))
  ])
  look('outside')
  transcript.add('async', await Promise.all(works))
  other.enterWith(undefined)
}

export const storageRunsWithTheSameValue: Scenario = (_implementation, transcript) => {
  const storage = new AsyncLocalStorage<unknown>()
  for (const value of ['same', NaN, 0, undefined]) {
    storage.run(value, () => {
      storage.run(value, () => storage.enterWith('changed'))
      transcript.add('after', value, storage.getStore())
    })
  }
  transcript.add('outside', storage.getStore())
}

export const storageIsDisabledWhileRunning: Scenario = (_implementation, transcript) => {
  const storage = new AsyncLocalStorage<unknown>()
  const other = new AsyncLocalStorage<unknown>()
  other.enterWith('other')
  storage.run('outer', () => {
    storage.run('inner', () => {
      other.disable()
      storage.disable()
      transcript.add('disabled', storage.getStore(), other.getStore())
    })
    transcript.add('outer', storage.getStore(), other.getStore())
  })
  transcript.add('after', storage.getStore(), other.getStore())
}

export const storageSubclasses: Scenario = (_implementation, transcript) => {
  class Own extends AsyncLocalStorage<unknown> {
    override enterWith(value: unknown): void { transcript.add('enterWith', value); super.enterWith(value) }
    override getStore(): unknown { transcript.add('getStore'); return super.getStore() }
  }
  const storage = new Own()
  transcript.add('run', storage.run('value', () => storage.getStore()))
  transcript.add('exit', storage.exit(() => storage.getStore()))
  transcript.add(
    'names',
    AsyncLocalStorage.prototype.run.name,
    AsyncLocalStorage.prototype.run.length,
    Object.keys(AsyncLocalStorage.prototype)
  )
}
