import { AsyncLocalStorage } from 'node:async_hooks'
import { channel, withStoreScope } from 'tracescope'

// Opens a scope of three stores, of which the second one's transform throws, and prints what happens when.

const log: string[] = []
const bound = channel('failing-transform')
const stores = ['first', 'failing', 'last'].map((name) => {
  const store = new AsyncLocalStorage<any>()
  bound.bindStore(store, () => {
    log.push(`${name} transform`)
    if (name === 'failing') throw new Error('from a transform')
    return name
  })
  return store
})
const look = (where: string): void => {
  log.push(`${where} ${stores.map((store) => String(store.getStore())).join('/')}`)
}

process.on('uncaughtException', (error, origin) => log.push(`${origin}: ${error.message}`))
setImmediate(() => log.push('immediate'))
process.nextTick(() => log.push('tick'))

stores[1]!.enterWith('outer')
bound.subscribe(() => look('published'))
{
  using _scope = withStoreScope(bound, {})
  look('inside')
}
look('after')

setImmediate(() => process.stdout.write(JSON.stringify(log)))
