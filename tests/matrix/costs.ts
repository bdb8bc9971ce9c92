/** How many seconds of a processor a file of tests took in a row. */
export interface Cost {
  readonly row: string
  readonly file: string
  readonly seconds: number
}

const FILES_TOLD = 40
const SINGLE_TOLD = 20

/** Prints what took most: the rows, the files in all rows, and the files in single rows. */
export function tellCosts(costs: readonly Cost[]): void {
  const total = costs.reduce((sum, { seconds }) => sum + seconds, 0)
  console.log(`\n${total.toFixed(0)} seconds of a processor`)
  tell('by row', sumsBy(costs, ({ row }) => row))
  tell(`by file, the first ${FILES_TOLD}`, sumsBy(costs, ({ file }) => file).slice(0, FILES_TOLD))
  const single = sumsBy(costs, ({ row, file }) => `${row}: ${file}`)
  tell(`by row and file, the first ${SINGLE_TOLD}`, single.slice(0, SINGLE_TOLD))
}

/** The seconds of all costs of one name, and how many costs that are. */
type Sum = readonly [name: string, seconds: number, count: number]

/** The sums by name, the largest first. */
function sumsBy(costs: readonly Cost[], nameOf: (cost: Cost) => string): Sum[] {
  const groups = new Map<string, number[]>()
  for (const cost of costs) groups.set(nameOf(cost), [...groups.get(nameOf(cost)) ?? [], cost.seconds])
  return [...groups]
    .map(([name, seconds]) => [name, seconds.reduce((sum, one) => sum + one, 0), seconds.length] as const)
    .sort(([, a], [, b]) => b - a)
}

function tell(title: string, sums: readonly Sum[]): void {
  console.log(`\n${title}:`)
  for (const [name, seconds, count] of sums) {
    console.log(`${seconds.toFixed(1).padStart(8)}  ${name}${count > 1 ? ` (${count})` : ''}`)
  }
}
