import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from './run-program.js'

/** One piece of code in the README. */
export interface Snippet {
  readonly language: 'js' | 'ts'
  readonly code: string
}

/** The README's code, each snippet as it can be run: those under a heading that is a page of its own begin with the page's first. */
export function readmeSnippets(): Snippet[] {
  const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')
  return readme.split(/^(?=## )/m).flatMap((section) => {
    const snippets = [...section.matchAll(/^```(js|ts)\n(.*?)^```/gms)].map(([, language, code]) => ({ language: language as 'js' | 'ts', code: code! }))
    if (!section.startsWith('## Scopes, and how they go wrong')) return snippets
    const [beginning, ...others] = snippets
    return others.map(({ language, code }) => ({ language, code: beginning!.code + code }))
  })
}
