/** A declaration in the source, and what its docstring says of it. */
export interface Documented {
  /** The docstring; empty where there is none. */
  readonly text: string
  /** The parameters as they are declared, `['fn', 'context?', '...args']`; none for what is no function. */
  readonly signature: readonly string[]
  /** The parameters that the docstring names. */
  readonly parameters: readonly string[]
  /** The codes of the errors that it says are thrown. */
  readonly throws: readonly string[]
  /** The declaration, up to the end of its line. */
  readonly line: string
}

/** What a module exports by name. Of overloads the last one counts that has a docstring. */
export function exportsOf(source: string): Map<string, Documented> {
  return declarations(source, /^export (?:function|let|const|class) (?<name>\w+)/gm)
}

/** The public members of a class or interface; where it has both, of both. */
export function membersOf(source: string, name: string): Map<string, Documented> {
  const blocks = source.matchAll(new RegExp(`^export (?:class|interface) ${name}\\b[^{]*\\{\\n(.*?)^\\}`, 'gms'))
  const members = [...blocks].flatMap(([, block]) => [...declarations(
    block!, /^ {2}(?:declare )?(?:readonly )?(?:get )?(?<name>\w+|\[Symbol\.\w+\])(?=[?(<:])/gm
  )])
  return new Map(members.filter(([name]) => name !== 'constructor'))
}

function declarations(source: string, pattern: RegExp): Map<string, Documented> {
  const found = new Map<string, Documented>()
  for (const { 0: start, index, groups } of source.matchAll(pattern)) {
    const name = groups!['name']!
    const text = /\/\*\*((?:(?!\*\/).)*)\*\/\s*$/s.exec(source.slice(0, index))?.[1] ?? ''
    if (text === '' && found.has(name)) continue
    const rest = source.slice(index + start.length)
    const [, thrown = ''] = /@throws(.*)$/s.exec(text) ?? []
    found.set(name, {
      text,
      signature: signatureOf(rest),
      parameters: [...text.matchAll(/@param (\w+)/g)].map(([, parameter]) => parameter!),
      // Of an instrumented function, `@returns` says what its calls throw.
      throws: [...new Set([...thrown.matchAll(/ERR_\w+/g)].map(([code]) => code))].sort(),
      line: source.slice(index).split('\n')[0]!
    })
  }
  return found
}

/**
 * The parameters of a declaration whose name has been read: each with its dots, and a question mark if it can be left
 * out.
 */
function signatureOf(declaration: string): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  let hasBegun = false
  // An arrow is no bracket.
  for (const character of declaration.replaceAll('=>', '⇒')) {
    if ('<([{'.includes(character)) depth++
    if ('>)]}'.includes(character)) depth--
    if (!hasBegun) {
      if (depth === 0 && ':\n'.includes(character)) return []
      hasBegun = depth === 1 && character === '('
    } else if (depth === 0 || depth === 1 && character === ',') {
      parts.push(part.trim())
      part = ''
      if (depth === 0) break
    } else part += character
  }
  return parts.filter(Boolean).map((part) => {
    const [, name, mark] = /^((?:\.\.\.)?\w+)(\??)/.exec(part)!
    return mark || / = /.test(part) ? `${name}?` : name!
  })
}
