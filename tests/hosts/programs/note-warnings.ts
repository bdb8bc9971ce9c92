/**
 * What is warned of from now on: this is loaded before what may warn while it is loaded. In a process some may have
 * been noted before.
 */
export const warnings: string[] = (globalThis as { warnings?: string[] }).warnings ?? []

const { process } = globalThis as { process?: NodeJS.Process }
console.warn = (...args: unknown[]) => { warnings.push(args.join(' ')) }
// What a module warns of that is loaded before is told later.
process?.on?.('warning', (warning) => { warnings.push(String(warning)) })
