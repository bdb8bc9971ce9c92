import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const DEEP_ENOUGH = 30

/** Where in the program something is called from: the nearest line that is neither Node's nor this module's. */
export function placeOutside(): string | undefined {
  const { stackTraceLimit } = Error
  if (!Reflect.set(Error, 'stackTraceLimit', DEEP_ENOUGH)) return undefined
  try {
    const lines = String(new Error().stack).split('\n').slice(1)
      .map((line) => /(?:\(|at |async )((?:file:|\/|[A-Za-z]:\\)[^()]*:\d+):\d+\)?$/.exec(line)?.[1])
    const own = fileOf(lines[0])
    const place = lines.find((line) => line !== undefined && fileOf(line) !== own)
    return place && relative(process.cwd(), place.startsWith('file:') ? fileURLToPath(place) : place)
  } catch {
    return undefined
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function fileOf(place: string | undefined): string | undefined {
  return place?.replace(/:\d+$/, '')
}
