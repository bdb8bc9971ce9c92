// `tracescope/strict` by the conditions of browsers and edges.

console.warn('tracescope/strict checks nothing here: it is for Node, where a stack shows who has opened a scope')

/** Gives what strict mode has reported: nothing. */
export async function takeReports(): Promise<Error[]> {
  return []
}
