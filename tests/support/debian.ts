import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The path of a program, from Debian's package if it is not on this machine, or why it can't be had. */
export function debianProgram(
  name: string, packageName: string
): { readonly path: string } | { readonly reason: string } {
  const path = find(name)
  if (path !== undefined) return { path }
  if (process.getuid?.() !== 0) return { reason: `no ${name} here, and only root can install it` }
  try {
    // With the lists of packages there are, or else with new ones.
    try {
      install(packageName)
    } catch {
      apt('update')
      install(packageName)
    }
  } catch (error: any) {
    return {
      reason: `no ${name} here, and apt-get can't install it: ` +
        `${String(error.stderr || error.message).trim().split('\n').at(-1)}`
    }
  }
  const installed = find(name)
  return installed === undefined ? { reason: `no ${name} in Debian’s ${packageName}` } : { path: installed }
}

function find(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

function install(packageName: string): void {
  apt('install', '-y', '--no-install-recommends', packageName)
}

function apt(...args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  execFileSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'pipe'], timeout: 60_000, env })
}
