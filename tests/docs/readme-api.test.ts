import { readFileSync } from 'node:fs'
import { AsyncLocalStorage } from 'node:async_hooks'
import nodeDiagnosticsChannel from 'node:diagnostics_channel'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import tracescope, * as exported from 'tracescope'
import { exportsOf, membersOf, type Documented } from '../support/documented.js'
import { packageFolder } from '../support/run-program.js'

// The table of docs/api.md, the docstrings and declarations in the source, and what is exported and thrown: the same
// names, parameters and errors. None of them can be changed alone.

const { default: _, ...names } = exported
const api: Readonly<Record<string, any>> = names

const read = (...path: string[]): string => readFileSync(join(packageFolder, ...path), 'utf8')
const index = read('source', 'index.ts')

/** The source that an export comes from. */
function sourceOf(name: string): string {
  return read(
    'source', new RegExp(`^import \\{[^}]*\\b${name}\\b[^}]*\\} from '\\./(.*)\\.js'$`, 'm').exec(index)![1]! + '.ts'
  )
}

/**
 * One line of the table: what is called, with its parameters, what it gives, and the codes that the line's functions
 * throw.
 */
interface Row {
  readonly calls: ReadonlyMap<string, string[] | undefined>
  readonly members: ReadonlyMap<string, string[] | undefined>
  readonly throws: readonly string[]
  readonly text: string
}

const table = /^\| call \| what it is \| throws \|\n\|---\|---\|---\|\n((?:\|.*\n)+)/m.exec(read('docs', 'api.md'))![1]!
const rows: Row[] = table.trim().split('\n').map((line) => {
  const [, calls, members, throws] = line.split(/(?<!')\|/) as [string, string, string, string]
  return {
    calls: mentioned(calls), members: mentioned(members), throws: [...mentioned(throws).keys()].sort(), text: members
  }
})

/** The names in backticks, each with its parameters where it has parentheses. */
function mentioned(text: string): Map<string, string[] | undefined> {
  return new Map([...text.matchAll(/`([\w[][\w.\]]*)(?:\(([^)`]*)\))?`/g)].map(([, name, parameters]) =>
    [name!, parameters?.split(',').map((parameter) => parameter.trim()).filter(Boolean)]))
}

const isClass = (name: string): boolean => /^[A-Z](?!RR_)/.test(name)
const plain = (parameters: readonly string[]): string[] => parameters.map((parameter) => /\w+/.exec(parameter)![0])

/** The parameters of a function as it is built: where a name is taken in the bundle, with a number behind it. */
function parametersOf(fn: Function): string[] {
  return plain(/\(([^)]*)\)/.exec(Function.prototype.toString.call(fn))![1]!.split(',').filter((part) => part.trim()))
    .map((name) => name.replace(/\d+$/, ''))
}

const junk = Symbol('junk') as any
/** What each class's members are called on. */
const instances: Readonly<Record<string, () => any>> = {
  TracingChannel: () => tracescope.tracingChannel('readme-api'),
  BoundedChannel: () => tracescope.boundedChannel('readme-api'),
  RunScope: () => tracescope.withScope(new AsyncLocalStorage(), 'value')
}
/** Calls with what is of the right type, and none of the values that there are. */
const unknownValues: Readonly<Record<string, () => unknown>> = {
  install: () => tracescope.install({ behaviour: 'unknown' as never }),
  instrument: () => tracescope.instrument('readme-api', () => {}, { kind: 'unknown' as never })
}

/** The codes of what calls with bad arguments throw. */
function thrownBy(...calls: Array<(() => unknown) | undefined>): string[] {
  return calls.flatMap((call) => {
    try {
      call?.()
      return []
    } catch (error) {
      return [(error as NodeJS.ErrnoException).code!]
    }
  }).sort()
}

/** Whether it is the host's own everywhere but on Bun, which would forget who has subscribed by it. */
function isHeldHere(name: string): boolean {
  return 'Bun' in globalThis && ['subscribe', 'unsubscribe'].includes(name)
}

/** Holds a function against its docstring, its declaration and the page. */
function hold(
  t: Test, name: string, fn: any, documented: Documented | undefined, onPage: readonly string[] | undefined, self?: any
): void {
  if (!t.ok(documented?.text, `${name} has a docstring`)) return
  const { signature, parameters, throws } = documented!
  if (onPage) t.same(onPage, signature, `${name}: the page has its parameters`)
  if (typeof fn !== 'function' || isHeldHere(name)) return
  t.same(parameters, plain(signature), `${name}: the docstring has its parameters`)
  t.same(parametersOf(fn), plain(signature), `${name}: so has what is built`)
  t.same(
    thrownBy(() => fn.apply(self, signature.map(() => junk)), self ? undefined : unknownValues[name]),
    throws,
    `${name}: the docstring has what it throws`
  )
}

t.test('the table names what is exported, and nothing else', async (t) => {
  const inTable = rows.flatMap(({ calls, members }) => [...calls.keys(), ...[...members.keys()].filter(isClass)])
  t.same([...new Set(inTable)].sort(), Object.keys(api).sort())
})

for (const { calls, members: told, throws, text } of rows) {
  for (const [name, onPage] of calls) {
    const value = api[name]
    if (value === (nodeDiagnosticsChannel as any)[name]) continue
    t.test(name, async (t) => {
      const documented = exportsOf(sourceOf(name)).get(name)
      hold(t, name, value, documented, onPage)
      const thrown = [documented?.throws ?? []]

      const [className] = [...told.keys()].filter(isClass)
      if (className !== undefined) {
        const members = membersOf(sourceOf(className), className)
        t.same(
          [...told.keys()].filter((name) => !isClass(name)).sort(),
          [...members.keys()].sort(),
          `the page has the members of ${className}`
        )
        t.ok(exportsOf(sourceOf(className)).get(className)?.text, `${className} has a docstring`)
        for (const [member, documented] of members) {
          const instance = instances[className]!()
          const key = member === '[Symbol.dispose]' ? Symbol.dispose : member
          t.ok(key in instance, `${className} has ${member}`)
          hold(t, member, instance[key], documented, told.get(member), instance)
          thrown.push(documented.throws)
        }
        const own = Object.getOwnPropertyNames(api[className].prototype).filter((member) => member !== 'constructor')
        t.same(own.filter((member) => !members.has(member)), [], `${className} has no members that are not declared`)
      }
      t.same(throws, [...new Set(thrown.flat())].sort(), 'the page has what is thrown')

      const values = (text: string): string[] =>
        [...new Set([...text.matchAll(/'\w+'/g)].map(([value]) => value))].sort()
      if (name === 'contextBackend') {
        t.same(values(text), values(documented!.line), 'the page has its values')
        t.same(values(documented!.text), values(documented!.line), 'so has the docstring')
      }
      if (name === 'install') {
        const members = membersOf(read('source', 'shim', 'install.ts'), 'Installation')
        t.same(
          [...told.keys()].filter((member) => member !== '[Symbol.dispose]').sort(),
          [...members.keys()].sort(),
          'the page has the members of an installation'
        )
      }
      if (name === 'instrument') {
        const options = new Map(['ContextOptions', 'CallbackOptions']
          .flatMap((name) => [...membersOf(read('source', 'api', 'instrument-options.ts'), name)]))
        t.same(
          [...told.keys()].filter((name) => name !== 'fn').sort(),
          [...options.keys()].sort(),
          'the page has its options'
        )
        for (const option of options.keys()) t.match(
          documented!.text, new RegExp('`' + option + '\\b'), `the docstring has ${option}`
        )
      }
    })
  }
}
