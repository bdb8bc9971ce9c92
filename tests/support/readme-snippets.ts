import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from './run-program.js'

/** One piece of code in the README. */
export interface Snippet {
  /** The heading that it stands under, and its first line. */
  readonly title: string
  readonly language: 'js' | 'ts'
  readonly code: string
}

/** The section whose snippets begin with its first, unless they import what they need. */
const WITH_A_BEGINNING = 'Scopes, and how they go wrong'

/** The README's code, each snippet as it can be run. */
export function readmeSnippets(): Snippet[] {
  const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')
  return readme.split(/^## /m).flatMap((section) => {
    const snippets = snippetsIn(section)
    if (!section.startsWith(WITH_A_BEGINNING)) return snippets
    const [beginning, ...others] = snippets
    return others.map((snippet) => /^import /m.test(snippet.code) ? snippet : { ...snippet, code: beginning!.code + snippet.code })
  })
}

function snippetsIn(section: string): Snippet[] {
  return [...section.matchAll(/^```(js|ts)\n(.*?)^```/gms)].map(({ 1: language, 2: code, index }) => {
    const heading = section.slice(0, index).split(/^### /m).at(-1)!.split('\n')[0]
    return { title: `${heading}: ${code!.split('\n')[0]}`, language: language as 'js' | 'ts', code: code! }
  })
}
