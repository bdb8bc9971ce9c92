// On Node 26 tap adds `--no-warnings` to the NODE_OPTIONS of its process, for what tests start: but what the host
// prints is what tests compare.
const options = process.env['NODE_OPTIONS']?.replace(/ ?--no-warnings$/, '')
if (options) process.env['NODE_OPTIONS'] = options
else delete process.env['NODE_OPTIONS']
