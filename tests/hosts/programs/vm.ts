// In the place of `node:vm`, which workerd has only since some date, and without contexts.
export default process.getBuiltinModule('node:vm')
