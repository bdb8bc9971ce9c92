/** An error tracker, whose scopes are other things. */
declare module 'tracker' {
  export interface Scope { setTag(name: string, value: string): void }
  export function withScope(callback: (scope: Scope) => void): void
  export const client: { withScope(name: string): Scope }
}

/** A cache, whose `use` owns nothing. */
declare module 'server' {
  export const app: { use(handler: unknown): void }
}

/** Our own, handed on by another package. */
declare module '@our/scopes' {
  export { isolate } from 'tracescope'
}
