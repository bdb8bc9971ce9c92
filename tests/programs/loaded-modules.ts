// Prints the host's modules that are loaded when a program begins.

process.stdout.write(JSON.stringify((process as any).moduleLoadList))
