import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { setTimeout } from 'node:timers/promises'

// What is left of the stores after isolated calls, by a way into the context: `isolated frame`. Prints for each case
// what was seen, in order, as JSON.

process.env['TRACESCOPE_CONTEXT'] = process.argv[2]!

type Tracescope = typeof import('tracescope')
type Look = (where: string) => void

interface Means extends Tracescope {
  /** Has the value `outer`. */
  readonly one: AsyncLocalStorage<any>
  /** Has the value `outer`. */
  readonly other: AsyncLocalStorage<any>
  /** Writes down what the two have. */
  readonly look: Look
}

const cases: Record<string, (means: Means) => unknown> = {
  'the leaking async function'({ isolate, withScope, one, look }) {
    const handler = (id: string) => isolate(async () => {
      using _ = withScope(one, id)
      look('before await')
      await setTimeout(1)
      look('after await')
    })
    const handled = handler('request')
    look('caller')
    return handled.then(() => look('awaited'))
  },

  'without isolate it leaks'({ withScope, one, look }) {
    const handler = async (id: string) => {
      using _ = withScope(one, id)
      await setTimeout(1)
    }
    const handled = handler('request')
    look('caller')
    return handled
  },

  'requests side by side'({ isolate, withScope, one, look }) {
    const handler = (id: string, ms: number) => isolate(async () => {
      using _ = withScope(one, id)
      await setTimeout(ms)
      look(id)
    })
    return Promise.all([handler('first', 20), handler('second', 1)]).then(() => look('awaited'))
  },

  'ten levels'({ isolate, one, other, look }) {
    const nest = (level: number): void => {
      if (level > 10) return
      isolate(() => {
        one.enterWith(level)
        if (level % 3 === 0) other.disable()
        nest(level + 1)
        look(`level ${level}`)
      })
    }
    nest(1)
    look('after')
  },

  'throws'({ isolate, one, look }) {
    try {
      isolate(() => {
        one.enterWith('inner')
        throw new Error('from fn')
      })
    } catch (error) {
      look((error as Error).message)
    }
  },

  async 'a rejection'({ isolate, one, look }) {
    const rejected = isolate(async () => {
      one.enterWith('inner')
      await null
      look('within')
      throw new Error('from fn')
    })
    look('caller')
    await rejected.catch((error) => look(error.message))
  },

  'a generator, step by step'({ isolate, withScope, one, look }) {
    const steps = (function* () {
      using _ = withScope(one, 'inner')
      look('first step')
      yield
      look('second step')
    })()
    isolate(() => steps.next())
    look('between')
    isolate(() => steps.next())
    look('after')
  },

  'an async generator'({ isolate, withScope, one, look }) {
    return isolate(async () => {
      const steps = (async function* () {
        using _ = withScope(one, 'inner')
        yield 1
        yield 2
      })()
      for await (const step of steps) look(`step ${step}`)
    })
  },

  'several stores are entered'({ isolate, one, other, look }) {
    isolate(() => {
      one.enterWith('inner')
      other.enterWith('inner')
      look('within')
    })
    look('after')
  },

  'entered as undefined'({ isolate, one, look }) {
    isolate(() => {
      one.enterWith(undefined)
      look('within')
    })
    look('after')
  },

  'disabled'({ isolate, one, look }) {
    isolate(() => {
      one.disable()
      look('within')
    })
    look('after')
  },

  'disabled after an inner call'({ isolate, one, other, look }) {
    isolate(() => {
      isolate(() => other.disable())
      look('between')
      one.disable()
      look('within')
    })
    look('after')
  },

  'disabled when the call is over'({ isolate, one, look }) {
    const snapshot = AsyncLocalStorage.snapshot()
    isolate(() => {})
    one.disable()
    look('after')
    // As without isolate: it is disabled for all that have the same context.
    snapshot(() => look('in the snapshot'))
  },

  'disabled, entered, and disabled again'({ isolate, one, other, look }) {
    isolate(() => {
      one.disable()
      other.enterWith('inner')
      one.enterWith('inner')
      look('within')
      one.disable()
      other.disable()
      look('at the end')
    })
    look('after')
  },

  'disabled before, and entered within'({ isolate, one, look }) {
    one.disable()
    isolate(() => isolate(() => {
      one.enterWith('inner')
      look('within')
    }))
    look('after')
  },

  'left by exit'({ isolate, one, look }) {
    isolate(() => one.exit(() => look('within')))
    look('after')
  },

  'with a default value'({ isolate, look }) {
    const steps: Record<string, (storage: AsyncLocalStorage<any>) => void> = {
      'disabled': (storage) => storage.disable(),
      'entered': (storage) => storage.enterWith('inner'),
      'entered and disabled': (storage) => { storage.enterWith('inner'); storage.disable() },
      'disabled and entered': (storage) => { storage.disable(); storage.enterWith('inner') }
    }
    for (const [before, prepare] of [['new', () => {}] as const, ...Object.entries(steps)]) {
      for (const [within, step] of Object.entries(steps)) {
        const storage = new AsyncLocalStorage<any>({ defaultValue: 'default' })
        prepare(storage)
        const value = storage.getStore()
        isolate(() => step(storage))
        if (storage.getStore() !== value) look(`${before}, ${within} within, ${value} became ${storage.getStore()}`)
      }
    }
    look('after')
  },

  async 'first used within'({ isolate, look }) {
    const fresh = new AsyncLocalStorage()
    await isolate(() => {
      fresh.enterWith('inner')
      look(`${fresh.getStore()}`)
      return Promise.resolve().then(() => look(`later ${fresh.getStore()}`))
    })
    look(`${fresh.getStore()}`)
  },

  'what was started keeps its own'({ isolate, one, other, look }) {
    const later = isolate(() => {
      one.enterWith('inner')
      const started = setTimeout(1).then(() => look('started'))
      one.enterWith('newer')
      return started
    })
    other.enterWith('newer')
    look('after')
    return later
  },

  'what was bound before'({ isolate, one, look }) {
    const bound = AsyncLocalStorage.bind(() => look('bound'))
    isolate(() => {
      one.enterWith('inner')
      bound()
      look('within')
    })
    bound()
  },

  'within a resource, a run, a trace and a scope'({ isolate, withScope, tracingChannel, one, other, look }) {
    const traced = tracingChannel<any>('isolated')
    traced.start.bindStore(other, () => 'traced')
    new AsyncResource('isolated').runInAsyncScope(() => one.run('run', () => traced.traceSync(() => {
      using _ = withScope(one, 'scope')
      isolate(() => {
        one.enterWith('inner')
        other.enterWith('inner')
        look('within')
      })
      look('in the scope')
    }, {})))
    look('after')
  },

  'in a promise job, a timer and a tick'({ isolate, one, look }) {
    const change = (where: string): void => {
      isolate(() => one.enterWith('inner'))
      look(where)
    }
    return Promise.resolve().then(() => change('job'))
      .then(() => setTimeout(1)).then(() => change('timer'))
      .then(() => new Promise<void>((resolve) => process.nextTick(() => { change('tick'); resolve() })))
  },

  'this, arguments and result'({ isolate, look }) {
    const result = isolate(function (this: unknown, ...args: number[]) { return [this, ...args] }, 'this', 1, 2)
    look(String(result))
  },

  'no function'({ isolate, look }) {
    for (const value of [undefined, {}, 'fn']) {
      try {
        isolate(value as any)
      } catch (error: any) {
        look(`${error.code} ${error.message.slice(0, 40)}`)
      }
    }
  }
}

async function main(): Promise<object> {
  let tracescope: Tracescope
  try {
    tracescope = require('tracescope')
  } catch (error) {
    return { unusable: (error as Error).message }
  }
  const seen: Record<string, string[]> = {}
  for (const [name, run] of Object.entries(cases)) {
    const lines: string[] = seen[name] = []
    const one = new AsyncLocalStorage()
    const other = new AsyncLocalStorage()
    const look = (where: string): void => { lines.push(`${where}: ${one.getStore()} ${other.getStore()}`) }
    await one.run('outer', () => other.run('outer', async () => await run({ ...tracescope, one, other, look })))
  }
  return { way: tracescope.contextBackend, seen }
}

void main().then((outcome) => process.stdout.write(JSON.stringify(outcome)))
