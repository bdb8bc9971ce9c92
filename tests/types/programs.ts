import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { documentedSnippets } from '../support/documentation.js'
import { packageFolder } from '../support/run-program.js'
import type { Complaint } from './compile.js'

// The programs that every compiler has to take or to refuse with every version of @types/node.

const read = (name: string): string => readFileSync(join(packageFolder, 'tests', 'types', name), 'utf8')

/** By the names of their files: what has to compile. What must not compile in them says `@ts-expect-error`. */
export function rightPrograms(): Record<string, string> {
  const programs = ['usage.ts', 'channels.ts', 'node26-members.ts'].flatMap((name) => ['mts', 'cts'].map((type) =>
    [name.replace(/ts$/, type), read(name)]))
  return Object.fromEntries([...programs, ...documentedPrograms().map(({ name, code }) => [name, code])])
}

/**
 * The code of the README and docs/ as TypeScript, each with where it stands. What it imports from elsewhere has to be
 * there.
 */
export function documentedPrograms(): Array<{ name: string, title: string, code: string }> {
  return documentedSnippets().filter(({ code }) => !code.includes('@opentelemetry/')).map(({ title, code }, i) =>
    ({ name: `documented-${i + 1}.mts`, title, code: `${code}\nexport {}\n` }))
}

/** The program for OpenTelemetry of docs/agents.md, which needs its packages. */
export const openTelemetryProgram = (): string =>
  documentedSnippets().find(({ code }) => code.includes('@opentelemetry/'))!.code

export const WRONG = 'wrong.mts'

/** What must not compile, without what lets it compile in this package's own check. */
export const wrongPrograms = (): string => read('wrong.ts').replaceAll('@ts-expect-error', 'wrong:')

const MARK = /^ *\/\/ wrong: (.*)$/

/**
 * Compares what the compiler complains of with what has to be complained of: in the line below each mark, in words that
 * contain those of the mark. Returns what differs, and how many programs there are.
 */
export function compareComplaints(complaints: readonly Complaint[]): { count: number, differences: string[] } {
  const lines = wrongPrograms().split('\n')
  const expected = new Map(lines.flatMap((line, i) => MARK.test(line) ? [[i + 2, MARK.exec(line)![1]!]] : []))
  const told = complaints.filter(({ line, message }) => expected.has(line) && message.includes(expected.get(line)!))
  const differences = [...expected].filter(([line]) => !told.some((complaint) => complaint.line === line))
    .map(([line, words]) => {
      const got = complaints.filter((complaint) => complaint.line === line).map(({ message }) => message)
      return `line ${line}: ${lines[line - 1]!.trim()}\n  expected: ${words}\n  got: ${got.join('\n') || 'nothing'}`
    })
  const others = complaints.filter(({ line }) => !expected.has(line)).map(({ line, message }) =>
    `line ${line}: ${message}`)
  return { count: expected.size, differences: [...differences, ...others] }
}
