import t from 'tap'
import { runProgram } from './support/run-program.js'

// A stream that a traced function returns is over when it is closed, cancelled, destroyed or failed, whoever reads it and
// however; for the reader, and for the process, it is as without tracing.

const watched: Record<string, any> = runProgram('read-streams', ['watched'])
const unwatched: Record<string, any> = runProgram('read-streams', ['unwatched'])

const OVER = ['start', 'end', 'asyncStart gave undefined', 'asyncEnd gave undefined']
const FAILED = ['start', 'end', 'error failed: broken', 'asyncStart failed: broken', 'asyncEnd failed: broken']

t.equal(Object.keys(watched).length, 4 * (2 * 8 * 3 + 3))
for (const [name, { events, ...saw }] of Object.entries(watched)) {
  t.test(name, async (t) => {
    const { events: none, ...sawUnwatched } = unwatched[name]
    t.same(none, [])
    t.same(saw, sawUnwatched, 'readers and the process see what they see unwatched')
    const isStep = (line: string): boolean => /^(next|return):/.test(line)
    t.same(events.filter((line: string) => !isStep(line)), name.endsWith('failed') ? FAILED : OVER)
    t.equal(events.some(isStep), name.includes('for await'), 'steps where there are steps')
  })
}
