import { areValuesOf, DOCTOR, mayRead, type Name, read, VARIABLES } from './environment.js'
import { warn } from './host/warn.js'
import { changesBetween } from './nearest.js'
import { Object } from './primordials.js'
import { claimCheckOfEnvironment } from './registry.js'

const NAMES = Object.keys(VARIABLES) as Name[]
const ALL_NAMES: readonly string[] = [...NAMES, DOCTOR]

/**
 * Warns of values that there are not, and of names that are nearly those of variables: once in a process, whichever
 * entry of the package comes first. Nobody's program ends for it.
 */
export function checkEnvironment(): void {
  if (!claimCheckOfEnvironment()) return
  const found = mayRead() ? Object.keys(process.env).filter((name) => OURS.test(name)) : undefined
  // Most programs have none.
  if (found?.length === 0) return
  for (const name of NAMES) {
    const value = read(name)
    if (!value || areValuesOf(name, value)) continue
    const { values, otherwise } = VARIABLES[name]
    const several = 'several' in VARIABLES[name] ? ', or several of them with commas between' : ''
    warn(`${name} must be one of ${values.join(', ')}${several}; it is '${value}', and ${otherwise} is used`)
  }
  for (const name of found ?? []) {
    const meant = name.startsWith('TRACESCOPE_') ? nearest(name) : undefined
    if (meant !== undefined) warn(`${name} is no variable of tracescope: did you mean ${meant}?`)
  }
}

// On Windows names in small letters are the same.
const OURS = /^tracescope/i

const MOST_TYPOS = 2

/** The variable that was meant by a name, if it is none. */
function nearest(name: string): string | undefined {
  if (ALL_NAMES.includes(name)) return undefined
  const upper = name.toUpperCase()
  const meant = ALL_NAMES.find((known) => known !== 'TRACESCOPE' && changesBetween(upper, known) <= MOST_TYPOS)
  // So it may be the same one.
  return meant === upper && read(meant) === read(name) ? undefined : meant
}
