// With TRACESCOPE_STRICT=throw or exit a process in which something was reported or thrown ends with another code
// than 0.

let hasFailed = false

/** Has the process end with code 1, unless it ends with another one that is not 0. */
export function failProcess(): void {
  hasFailed = true
  comeLast()
}

// What is found at the end is reported by then. Test runners set the code in a listener of their own, made when they
// are done.
process.on('beforeExit', () => { if (hasFailed) comeLast() })

function comeLast(): void {
  process.off('exit', setCode)
  process.on('exit', setCode)
}

function setCode(): void {
  if (!process.exitCode) process.exitCode = 1
}
