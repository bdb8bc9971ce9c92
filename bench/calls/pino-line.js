// @ts-check
import { pino } from 'pino'

export const channel = 'pino_asJson'
export const events = ['start', 'end']
export const loop = 'sumOf'

export async function prepare() {
  let written = 0
  const logger = pino({ base: null }, { write(line) { written += line.length } })
  return () => {
    logger.info('a line')
    return written
  }
}
