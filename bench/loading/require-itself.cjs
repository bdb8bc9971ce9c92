const start = process.hrtime.bigint()
require('tracescope/register')
const took = process.hrtime.bigint() - start
process.stdout.write(`${Number(took) / 1e6}`)
