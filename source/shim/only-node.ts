// In place of `other-runtimes.ts`, where Node is the only host that a shim goes onto.

export const installElsewhere = (): undefined => undefined

export const changesElsewhere = (): [] => []
