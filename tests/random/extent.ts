// How much is tried at random, and from which seed. In CI that is little of something else each day;
// `npm run test:deep` tries much, from the same seed each time.

const { CI, DEEP, SEED } = process.env

const DEEP_SEED = 26_10

/** The seed of the random tests. `SEED=…` brings a failure back. */
export const seed = Number(SEED ?? (DEEP ? DEEP_SEED : CI ? today() : Math.floor(Math.random() * 2 ** 31)))

/** How many are made: as many as the variable says, if it is set. */
export function extentOf(variable: string, { usual, deep }: { readonly usual: number, readonly deep: number }): number {
  return Number(process.env[variable] ?? (DEEP ? deep : usual))
}

/** The date in UTC as a number, for example 20261129. */
function today(): number {
  return Number(new Date().toISOString().slice(0, 10).replaceAll('-', ''))
}
