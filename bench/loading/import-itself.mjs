const start = process.hrtime.bigint()
await import('tracescope/register')
const took = process.hrtime.bigint() - start
process.stdout.write(`${Number(took) / 1e6}`)
