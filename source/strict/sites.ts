// What the frames of a stack are.

/** The files of the package's copies. */
const copies = new Set<string>()

/** Notes the file of a copy of the package: that of a frame of it. */
export function noteCopyAt(site: NodeJS.CallSite | undefined): void {
  const file = fileOf(site)
  if (file !== undefined) copies.add(file)
}

export function fileOf(site: NodeJS.CallSite | undefined): string | undefined {
  return site?.getFileName() ?? undefined
}

/** A copy in a bundle is in one file with its user: then what it opens for itself is watched, too, and is in order. */
export function isOfPackage(site: NodeJS.CallSite | undefined): boolean {
  const file = fileOf(site) ?? ''
  return copies.has(file) && /\bdist[\\/](esm|cjs)[\\/]index\.js(\?.*)?$/.test(file)
}

/** Of the program: not the host's, the engine's or the package's. */
export function isOfProgram(site: NodeJS.CallSite): boolean {
  const file = fileOf(site)
  return file === undefined ? site.isEval() : !file.startsWith('node:') && !isOfPackage(site)
}

export function isIsolate(site: NodeJS.CallSite): boolean {
  return site.getFunctionName() === 'isolate' && copies.has(fileOf(site) ?? '')
}

/** `next` of a generator, and whatever else the engine has under that name. */
export function isNext(site: NodeJS.CallSite | undefined): boolean {
  return site?.getFunctionName() === 'next' && isOfEngine(site)
}

export function isNewPromise(site: NodeJS.CallSite): boolean {
  return site.getFunctionName() === 'Promise' && isOfEngine(site)
}

/** What runs the code of a module: others run after it. */
export function isLoader(site: NodeJS.CallSite): boolean {
  return (fileOf(site) ?? '').startsWith('node:internal/modules/')
}

export function isRunInAsyncScope(site: NodeJS.CallSite): boolean {
  return site.getFunctionName() === 'runInAsyncScope' && fileOf(site) === 'node:async_hooks'
}

/**
 * A call that puts back storages that the stack does not tell. Traces are made of it, too, on some versions: they count
 * for what they are on the others.
 */
export function isRun(site: NodeJS.CallSite, caller: NodeJS.CallSite | undefined): boolean {
  return /^(run|exit|runStores)$/.test(site.getFunctionName() ?? '') && !isOfProgram(site) && !isOfChannels(caller)
}

function isOfChannels(site: NodeJS.CallSite | undefined): boolean {
  return fileOf(site) === 'node:diagnostics_channel' || isOfPackage(site)
}

function isOfEngine(site: NodeJS.CallSite): boolean {
  return fileOf(site) === undefined && !site.isEval()
}
