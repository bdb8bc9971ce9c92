import { Traced } from '../support/traced.js'
import type { Scenario } from './index.js'

export const syncReturns: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  const self = transcript.name('self', {})
  const result = transcript.name('result', {})
  transcript.call('traceSync', () => traced.channel.traceSync(function (this: unknown, ...args: unknown[]) {
    transcript.add('fn', this, args)
    return result
  }, { query: 1 }, self, 'a', 'b'))
}

export const syncThrows: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  traced.bind('start')
  transcript.call('traceSync', () => traced.channel.traceSync(() => { throw new Error('from fn') }, { query: 1 }))
  transcript.call('traceSync', () => traced.channel.traceSync(() => { throw undefined }, { query: 2 }))
  traced.look('after')
}

export const syncWithoutContext: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  transcript.call('traceSync', () => traced.channel.traceSync(() => 'result'))
}

export const syncContexts: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end'])
  traced.bind('start')
  const contexts = { nothing: null, number: 5, string: 'text', frozen: Object.freeze({ frozen: true }), array: [1] }
  for (const [name, context] of Object.entries(contexts)) {
    transcript.call(name, () => traced.channel.traceSync(() => { traced.look('fn'); return name }, context))
    traced.look('after')
  }
}

export const syncContextThatThrows: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start'])
  traced.bind('start', () => 'value')
  const context = new Proxy({}, {
    set() { throw new Error('from the proxy') }
  })
  transcript.name('context', context)
  transcript.call('traceSync', () => traced.channel.traceSync(() => 'result', context))
  traced.look('after')
}

export const syncNotAFunction: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  transcript.call('traceSync', () => traced.channel.traceSync('not a function', {}))
  transcript.call('traceSync', () => traced.channel.traceSync(undefined, {}))
}

export const syncNested: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript)
  traced.bind('start', (message: any) => message.depth)
  const down = (depth: number): number => {
    traced.look(`fn ${depth}`)
    return depth === 0 ? 0 : 1 + traced.channel.traceSync(down, { depth }, undefined, depth - 1)
  }
  transcript.call('traceSync', () => down(3))
  traced.look('after')
}

export const syncNestedThrows: Scenario = (implementation, transcript) => {
  const outer = new Traced(implementation, transcript)
  const inner = new Traced(implementation, transcript)
  const store = outer.bind('start', () => 'outer')
  inner.channel.start.bindStore(store, () => 'inner')
  transcript.call('traceSync', () => outer.channel.traceSync(() => {
    transcript.call('inner', () => inner.channel.traceSync(() => { outer.look('in'); throw new Error('inner') }, {}))
    outer.look('between')
  }, {}))
  outer.look('after')
}

export const syncNobodyListens: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, [])
  const self = transcript.name('self', {})
  transcript.call('traceSync', () => traced.channel.traceSync(
    function (this: unknown, ...args: unknown[]) { transcript.add('fn', this, args) }, null, self, 1
  ))
  transcript.call('traceSync', () => traced.channel.traceSync(() => { throw new Error('from fn') }))
}

export const syncStackOverflow: Scenario = (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, [])
  const store = traced.bind('start')
  const forever = (): unknown => traced.channel.traceSync(forever, {})
  try {
    forever()
  } catch {
    // Where the stack ends, and what is thrown there, is nobody's contract; that traces work afterwards is.
    transcript.add('threw')
  }
  store.enterWith('fresh')
  transcript.call('traceSync', () => traced.channel.traceSync(() => store.getStore(), 'context' as any))
}
