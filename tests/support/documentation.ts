import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from './run-program.js'

/** The pages that users read, the README first. */
export const PAGES: readonly string[] = [
  'README.md', ...readdirSync(join(packageFolder, 'docs'))
    .filter((name) => name.endsWith('.md')).sort().map((name) => `docs/${name}`)
]

export const readPage = (page: string): string => readFileSync(join(packageFolder, page), 'utf8')

/** One block of a page between fences. */
export interface Block {
  /** The page, the heading that the block stands under, and its first line. */
  readonly title: string
  readonly page: string
  /** What follows the fence: `js`, `ts`, `js file`, `sh`. */
  readonly info: string
  readonly code: string
}

/** A program of a page, which prints what its comments say. */
export interface Snippet extends Block {
  readonly language: 'js' | 'ts'
}

/** All blocks of all pages. */
export function documentedBlocks(): Block[] {
  return PAGES.flatMap(blocksOf)
}

function blocksOf(page: string): Block[] {
  const text = readPage(page)
  return [...text.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(({ 1: info, 2: code, index }) => {
    const [, heading] = [...text.slice(0, index).matchAll(/^##+ (.*)$/gm)].at(-1) ?? []
    return { title: `${page}, ${heading ?? 'first screen'}: ${code!.split('\n')[0]}`, page, info: info!, code: code! }
  })
}

/** What a page says before its snippets that begin with its first one. */
const WITH_A_BEGINNING = 'Each piece of code below begins with these lines.'

/** The programs of all pages, each as it can be run. */
export function documentedSnippets(): Snippet[] {
  return PAGES.flatMap((page) => {
    const snippets = blocksOf(page).filter(({ info }) => info === 'js' || info === 'ts')
      .map((block) => ({ ...block, language: block.info as 'js' | 'ts' }))
    const first = beginningIn(page)
    if (first === undefined) return snippets
    return snippets.filter(({ code }) => code !== first).map((snippet) =>
      /^import /m.test(snippet.code) ? snippet : { ...snippet, code: first + snippet.code })
  })
}

/** The lines that other snippets of a page begin with, unless they import what they need. */
function beginningIn(page: string): string | undefined {
  const [, after] = readPage(page).split(WITH_A_BEGINNING)
  return after && /^```js\n(.*?)^```$/ms.exec(after)![1]
}
