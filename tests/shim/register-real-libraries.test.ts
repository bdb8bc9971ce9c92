import t from 'tap'
import { runProgram } from '../support/run-program.js'

// pino, lru-cache and graphql publish the same events, in the same order, with the same messages and stores, whether or
// not the shim was preloaded before them.

interface Usage { installed: boolean, seen: Record<string, string[]> }

const use = (loading: string, ...flags: string[]): Usage => runProgram('use-libraries', [loading], flags)

/** The channels and events, without what was in them. */
const eventsOf = (lines: readonly string[] = []): string[] =>
  lines.flatMap((line) =>
    /^(?:pino_asJson|lru-cache|graphql:\S+) (?:start|end|asyncStart|asyncEnd|error)\b/.exec(line) ?? [])

const GRAPHQL_EVENTS = [
  'graphql:parse start',
  'graphql:parse end',
  'graphql:validate start',
  'graphql:validate end',
  'graphql:execute start',
  'graphql:execute:variableCoercion start',
  'graphql:execute:variableCoercion end',
  'graphql:execute:rootSelectionSet start',
  'graphql:resolve start',
  'graphql:resolve end',
  'graphql:execute:rootSelectionSet end',
  'graphql:execute end'
]

for (const loading of ['require', 'import']) {
  t.test(`loaded by ${loading}`, async (t) => {
    const stock = use(loading)
    t.equal(stock.installed, false)

    t.same(eventsOf(stock.seen['pino']).slice(0, 4), [
      'pino_asJson start', 'pino_asJson end', 'pino_asJson start', 'pino_asJson end'
    ])
    t.same(eventsOf(stock.seen['lru-cache']).slice(0, 4), [
      'lru-cache start', 'lru-cache end', 'lru-cache asyncStart', 'lru-cache asyncEnd'
    ])
    t.match(
      eventsOf(stock.seen['lru-cache']).join().replaceAll('lru-cache ', ''), /start,end,error,asyncStart,asyncEnd/
    )
    // graphql looks for diagnostics_channel by `process.getBuiltinModule`, which Node has since 20.16.
    const graphqlEvents = eventsOf(stock.seen['graphql']).slice(2, 14)
    t.same(graphqlEvents, 'getBuiltinModule' in process ? GRAPHQL_EVENTS : [])
    const resolvedIn = 'getBuiltinModule' in process ? 'graphql:resolve 1' : 'undefined'
    t.match(
      stock.seen['graphql']!.join('\n'), `answer {"data":{"now":"now in ${resolvedIn}"}}`, 'resolvers run in the stores'
    )

    for (const preload of ['--import', '--require']) {
      t.test(`node ${preload} tracescope/register`, async (t) => {
        const preloaded = use(loading, preload, 'tracescope/register')
        t.equal(preloaded.installed, true)
        for (const [library, lines] of Object.entries(stock.seen)) t.same(preloaded.seen[library], lines, library)
      })
    }
  })
}
