import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MISUSES_ON_PURPOSE } from './misuses-on-purpose.js'

const strictMode = new URL('../../../dist/esm/strict.js', import.meta.url).href
const noteReports = fileURLToPath(new URL('../../programs/note-reports.cjs', import.meta.url))

/** What strict mode reports in a test file, and in all processes that it starts. */
export class StrictReports {
  readonly #test: string
  readonly #folder = mkdtempSync(join(tmpdir(), 'tracescope-'))
  readonly #file = join(this.#folder, 'reports')

  constructor(file: string) {
    this.#test = basename(file, '.test.js')
  }

  /** The environment that preloads strict mode, and notes its reports. */
  get environment(): NodeJS.ProcessEnv {
    return { NODE_OPTIONS: `--import "${strictMode}" --require "${noteReports}"`, STRICT_REPORTS: this.#file }
  }

  /** The reports of misuses that are none on purpose. To be called once. */
  take(): string[] {
    const lines = existsSync(this.#file) ? readFileSync(this.#file, 'utf8').trim().split('\n') : []
    rmSync(this.#folder, { recursive: true })
    const codes = MISUSES_ON_PURPOSE[this.#test]?.codes.map((code) => `TRACESCOPE_${code}`) ?? []
    return lines.map((line) => JSON.parse(line)).filter(({ code }) => !codes.includes(code))
      .map(({ code, message, detail }) => `${code}: ${message}\n${detail}`)
  }
}
