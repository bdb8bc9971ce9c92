import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compare, type Verdict } from './compare.js'
import { filesIn, testFolder } from './files.js'
import { STOCK, type Host, type Subject } from './run-one.js'

// Runs Node's own tests, as a checkout has them, on each Node, stock and with tracescope, and prints what differs:
// `npm run test:node`.

const USAGE = `Usage: npm run test:node -- PATH [--node BINARY]... [--match PATTERN] [--behaviour node26] [--api] [--preload FILE]

PATH is a checkout of Node, or its test/ folder: common/ and parallel/ are read from it. Of parallel/ those files are run whose name
says diagnostics-channel, async-local-storage, als or async-hooks, or matches the pattern.
--node       a Node to run them on; without it all that npm run test:matrix has installed
--behaviour  the behaviour that the shim is installed with
--api        also with tracescope's default export in the place of node:diagnostics_channel
--preload    a file that is loaded after the shim, and nowhere else`

const MATCHED = /diagnostics-channel|async-local-storage|\bals\b|async-hooks/
const cachedHosts = fileURLToPath(new URL('../../../.cache/hosts/', import.meta.url))

const { folder, files, hosts, subjects } = readCommandLine()
let differences = 0
for (const host of hosts) {
  for (const subject of subjects) await compareAll(host, subject)
}
console.log(`\n${hosts.length * subjects.length * files.length} compared, ${differences} different`)
process.exitCode = differences > 0 ? 1 : 0

async function compareAll(host: Host, subject: Subject): Promise<void> {
  const counts: Record<Verdict['kind'], number> = { same: 0, different: 0, unsteady: 0 }
  let failing = 0
  const queue = [...files]
  await Promise.all(Array.from({ length: availableParallelism() }, async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const { kind, details, stockFails } = await compare(host, subject, folder, file)
      counts[kind]++
      if (stockFails) failing++
      if (kind === 'different') console.log(`\nDIFFERENT  ${host.name}, ${subject.name}: ${file}\n${details}\n`)
      if (kind === 'unsteady') console.log(`not compared  ${host.name}, ${subject.name}: ${file}: ${details}`)
    }
  }))
  differences += counts.different
  const own = failing ? `; ${failing} fail on this Node itself` : ''
  const unsteady = counts.unsteady ? `, ${counts.unsteady} not compared` : ''
  console.log(`${counts.different ? 'FAILED' : 'ok'}  ${host.name}, ${subject.name}: ` +
    `${counts.same} the same, ${counts.different} different${unsteady}${own}`)
}

function readCommandLine(): { folder: string, files: string[], hosts: Host[], subjects: Subject[] } {
  try {
    const { values, positionals: [path, ...others] } = parseArgs({
      allowPositionals: true,
      options: {
        node: { type: 'string', multiple: true, default: [] },
        match: { type: 'string' },
        behaviour: { type: 'string', default: 'host' },
        api: { type: 'boolean', default: false },
        preload: { type: 'string' }
      }
    })
    if (path === undefined || others.length > 0) throw new Error('one PATH is needed')
    if (!['host', 'node26'].includes(values.behaviour)) throw new Error('--behaviour is host or node26')
    const folder = testFolder(path)
    const files = filesIn(folder, values.match === undefined ? MATCHED : new RegExp(values.match))
    if (files.length === 0) throw new Error(`no file of ${join(folder, 'parallel')} has such a name`)
    return {
      folder,
      files,
      hosts: values.node.length > 0 ? values.node.map(identify) : installed(),
      subjects: subjectsOf(values)
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`)
    process.exit(2)
  }
}

function subjectsOf(
  { behaviour, api, preload }: { behaviour: string, api: boolean, preload?: string | undefined }
): Subject[] {
  const behaves = behaviour === 'host' ? '' : `, behaviour ${behaviour}`
  const after = preload === undefined ? [] : ['--require', resolve(preload)]
  const shim = (name: string, storages: string): Subject => ({
    name: `${name}${behaves}`,
    flags: [
      ...STOCK.flags, '--require', fileURLToPath(new URL('../../../dist/cjs/register.js', import.meta.url)), ...after
    ],
    env: { TRACESCOPE_STORAGES: storages, TRACESCOPE_BEHAVIOUR: behaviour }
  })
  const inPlace = fileURLToPath(new URL('../../programs/in-place-of-diagnostics-channel.cjs', import.meta.url))
  return [
    shim('shim', '0'),
    shim('shim with storages', '1'),
    ...api ? [{ name: 'api', flags: ['--require', inPlace, ...after], env: {} }] : []
  ]
}

function identify(name: string): Host {
  // The tests run in another folder.
  const binary = /[\\/]/.test(name) ? resolve(name) : name
  try {
    return {
      binary, name: `node ${execFileSync(binary, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()}`
    }
  } catch {
    throw new Error(`${name} is not a Node binary`)
  }
}

function installed(): Host[] {
  const names = existsSync(cachedHosts)
    ? readdirSync(cachedHosts).filter((name) => name.startsWith('node-')).sort()
    : []
  if (names.length === 0) throw new Error('no Node is installed: npm run test:matrix does that, or --node names one')
  return names.map((name) => identify(join(cachedHosts, name, 'node_modules', '.bin', 'node')))
}
