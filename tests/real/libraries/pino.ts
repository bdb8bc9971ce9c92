import type { Library } from './library.js'

/** Traces every line by traceSync. */
export const pino: Library = {
  channels: ['pino_asJson'],
  async use({ transcript, store, load }) {
    const { pino } = await load('pino')
    const written: string[] = []
    const destination = { write(line: string) { written.push(`${line.trim()} in ${store.getStore()}`) } }
    const logger = pino({ base: null, timestamp: false }, destination)
    logger.info('hello')
    logger.child({ child: 1 }).warn({ detail: { deep: true } }, 'with %s', 'arguments')
    logger.error(Object.assign(new Error('logged'), { stack: 'no stack' }))
    logger.info({ toJSON() { throw new Error('not to be shown') } })
    transcript.add('written', written)
  }
}
