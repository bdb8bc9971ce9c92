import { readdirSync, readFileSync } from 'node:fs'
import nodeDiagnosticsChannel from 'node:diagnostics_channel'
import { join } from 'node:path'
import t from 'tap'
import tracescope, * as exported from 'tracescope'
import { packageFolder } from './support/run-program.js'

// The table of the API in the README, the docstrings in the source and what is exported name the same things, with the same
// parameters: none of them can be changed alone.

const { default: _, ...names } = exported
const api: Readonly<Record<string, unknown>> = names
const members: Readonly<Record<string, object>> = {
  tracingChannel: tracescope.TracingChannel.prototype,
  boundedChannel: tracescope.BoundedChannel.prototype
}
// Properties of the instances, rather than getters of the prototype.
const OWN: Readonly<Record<string, readonly string[]>> = { tracingChannel: ['error'], boundedChannel: ['start', 'end'] }

interface Row {
  readonly calls: ReadonlyMap<string, string[] | undefined>
  readonly members: ReadonlyMap<string, string[] | undefined>
}

const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')
const table = /^\| \| \|\n\|---\|---\|\n((?:\|.*\n)+)/m.exec(readme)![1]!
const rows: Row[] = table.trim().split('\n').map((line) => {
  const [, calls = '', members = ''] = line.split('|')
  return { calls: mentioned(calls), members: mentioned(members) }
})

const isClass = (name: string): boolean => /^[A-Z]/.test(name)

/** The names in backticks, each with its parameters where it has parentheses. */
function mentioned(text: string): Map<string, string[] | undefined> {
  return new Map([...text.matchAll(/`(\w+)(?:\(([^)`]*)\))?`/g)].map(([, name, parameters]) => [name!, parameters === undefined ? undefined : namesOf(parameters)]))
}

function namesOf(parameters: string): string[] {
  return parameters.split(',').map((parameter) => /\w+/.exec(parameter)?.[0] ?? '').filter(Boolean)
}

/** The parameters of a function as it is built: where a name is taken in the bundle, with a number behind it. */
function parametersOf(fn: Function): string[] {
  return namesOf(/\(([^)]*)\)/.exec(Function.prototype.toString.call(fn))![1]!).map((name) => name.replace(/\d+$/, ''))
}

/** The docstrings of the source, by the name of what they stand before. */
const docstrings = new Map<string, string[]>()
for (const path of readdirSync(join(packageFolder, 'source'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))) {
  const source = readFileSync(join(packageFolder, 'source', path), 'utf8')
  for (const [, text, name] of source.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s*(?:export )?(?:function |class |let |const |get )?(\w+)/gs)) {
    docstrings.set(name!, [...docstrings.get(name!) ?? [], text!])
  }
}

const documented = (name: string): string[][] =>
  (docstrings.get(name) ?? []).map((text) => [...text.matchAll(/@param (\w+)/g)].map(([, parameter]) => parameter!))

t.test('the table names what is exported, and nothing else', async (t) => {
  const inTable = rows.flatMap(({ calls }) => [...calls.keys()])
  t.same(inTable.filter((name) => !(name in api)), [], 'all of them are exported')
  const returned = rows.flatMap(({ members }) => [...members.keys()].filter(isClass))
  t.same(Object.keys(api).filter((name) => !inTable.includes(name) && !returned.includes(name)), [], 'and none is left out')
})

for (const { calls, members: told } of rows) {
  for (const [name, parameters] of calls) {
    const value = api[name]
    if (value === (nodeDiagnosticsChannel as any)[name]) continue
    t.test(name, async (t) => {
      t.ok(docstrings.has(name), 'has a docstring')
      if (typeof value !== 'function') return
      t.same(parameters, parametersOf(value), 'the table has its parameters')
      t.ok(documented(name).some((found) => found.join() === parametersOf(value).join()), 'and so has its docstring')
      const prototype: any = members[name]
      if (prototype === undefined) return
      const own = Object.getOwnPropertyNames(prototype).filter((member) => member !== 'constructor')
      t.same([...told.keys()].filter((name) => !isClass(name)).sort(), [...own, ...OWN[name]!].sort(), 'the table has its members')
      for (const member of own) {
        const { value: method } = Object.getOwnPropertyDescriptor(prototype, member)!
        t.ok(docstrings.has(member), `${member} has a docstring`)
        if (!method) continue
        t.ok(documented(member).some((found) => found.length === 0 || found.join() === parametersOf(method).join()), `${member}: with its parameters`)
        if (told.get(member)) t.same(told.get(member), parametersOf(method), `${member}: the table has its parameters`)
      }
    })
  }
}
