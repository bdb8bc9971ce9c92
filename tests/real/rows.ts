import { TRACINGS, type Tracing } from './traced/library.js'

/** The versions of Node that libraries and agents are run on. */
export const HOSTS: readonly string[] = ['20.20.2', '22.23.3', '24.21.0', '26.10.0']

/** Those with context frames, on which the shim enters all stores of the agents. */
export const HOSTS_WITH_FRAMES: readonly string[] = ['24.21.0', '26.10.0']

/** A library or an agent, and what of it is run. */
export interface Subject {
  readonly name: string
  /** The program of `programs`, with its arguments. */
  readonly program: readonly string[]
  /** The agent of `agents` that is preloaded. */
  readonly agent?: string
  /**
   * How the subject's functions are traced by the API, run by run. Without it the shim is preloaded, or strict mode.
   */
  readonly tracings?: readonly Tracing[]
  /** The package whose `engines` rule hosts out, and the first Node that they allow. */
  readonly needs?: { readonly package: string, readonly node: string }
  readonly needsDatabase?: boolean
  readonly needsFakeAgent?: boolean
  /**
   * The methods by which stores are entered under an agent that has to have every one of them from the shim with
   * `storages`.
   */
  readonly entersBy?: readonly string[]
  /** What is in the transcript if the library or agent has done anything. */
  readonly sees: readonly RegExp[]
}

const library = (name: string, ...sees: RegExp[]): Subject =>
  ({ name, program: ['use-library', name], sees: [/^uncaught Error\(from a subscriber\)/, ...sees] })

const agent = (name: string, title: string, rest: Pick<Subject, 'sees'> & Partial<Subject>): Subject =>
  ({ name: title, program: ['work-under-agent'], agent: name, ...rest })

const traced = (name: string, ...sees: RegExp[]): Subject => ({
  name: `${name}, traced`,
  program: ['trace-library', name],
  tracings: TRACINGS,
  sees
})

const TRACES = ['traceSync', 'tracePromise', 'traceCallback', 'runStores']

const NESTED_SPANS = /^span nested > work > other work > work /

export const SUBJECTS: readonly Subject[] = [
  library('pino', /^pino_asJson end .* store pino_asJson 4$/),
  library('lru-cache', /^lru-cache asyncEnd /, /^lru-cache error .*from fetchMethod/),
  library('graphql', /^graphql:resolve error /, /^answer .*now in graphql:resolve/),
  {
    ...library(
      'mysql2', /^mysql2:query asyncEnd /, /^mysql2:execute error .*SQL syntax/, /^mysql2:connect error .*ECONNREFUSED/
    ),
    needsDatabase: true
  },
  {
    name: 'fastify',
    program: ['serve-under-load'],
    sees: [/^400 right answers/, /^0 wrong values/, /^asyncEnd 400/, /^end 800/, /^fastify start 400/]
  },
  agent('opentelemetry', 'OpenTelemetry', {
    sees: [NESTED_SPANS, /^span http > work /, /^span errors > span that fails .*stack: /],
    needs: { package: '@opentelemetry/context-async-hooks', node: '22.15.0' },
    entersBy: [...TRACES, 'run']
  }),
  agent('sentry', 'Sentry', {
    sees: [NESTED_SPANS, /^span graphql > /, /^event error from promise in span work/],
    needs: { package: '@sentry/node', node: '20.19.0' },
    entersBy: [...TRACES, 'run']
  }),
  agent('dd-trace', 'dd-trace', {
    sees: [NESTED_SPANS, /^span http > work > http\.request > web\.request > work /],
    needs: { package: 'dd-trace', node: '22.0.0' },
    entersBy: [...TRACES, 'run', 'enterWith'],
    needsFakeAgent: true
  }),
  agent('tracing-hooks', '@apm-js-collab/tracing-hooks', {
    sees: [
      /^span pino > pino_asJson > orchestrion:pino:asJson /,
      /^span lru-cache > orchestrion:lru-cache:forceFetch .*fetchMethod/
    ]
  }),
  agent('dc-polyfill', 'dc-polyfill', { sees: [NESTED_SPANS, /^the polyfill is /] }),
  traced(
    'knex', /^ {2}called BEGIN;/, /^ {2}called ROLLBACK/, /^ {2}gave \[{"id":1}/, /^ {2}unhandledRejection Error\(/
  ),
  traced('drizzle', /^ {2}called begin/, /^ {2}called rollback/, /^ {2}gave \[{"id":1/, /^ {2}unhandledRejection /),
  traced(
    'mongoose',
    /^ {2}threw MongooseError\(Query was already executed/,
    /^ {2}called updateOne/,
    /^ {2}unhandledRejection /
  ),
  {
    ...traced('openai', /^ {2}called POST .*"stream":true/, /^ {2}threw NotFoundError/, /^ {2}unhandledRejection /),
    needs: { package: 'openai', node: '22.0.0' }
  },
  traced(
    'pg', /^ {2}called select \$1/, /^ {2}threw DatabaseError/, /^ {2}gave \["OwnPromise"/, /^ {2}unhandledRejection /
  ),
  {
    ...traced('undici', /^ {2}called POST \/duplex/, /^ {2}gave one two/, /^ {2}threw TypeError\(terminated/),
    needs: { package: 'undici', node: '22.19.0' }
  },
  // A function that calls `trace` has no metadata: handlers are instrumented.
  {
    ...traced('nestjs', /^ {2}gave \[202,"cat"/, /^ {2}gave \[403,/),
    tracings: TRACINGS.filter((tracing) => tracing !== 'watched by trace')
  }
]
