import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { misusesOnPurpose } from './misuses-on-purpose.js'

const strictMode = new URL('../../../dist/esm/strict.js', import.meta.url).href
const noteReports = fileURLToPath(new URL('../../programs/note-reports.cjs', import.meta.url))

interface Report {
  readonly code: string
  readonly message: string
  readonly detail: string
}

/** What strict mode reports in a test file, and in all processes that it starts. */
export class StrictReports {
  readonly #onPurpose: readonly string[]
  readonly #folder = mkdtempSync(join(tmpdir(), 'tracescope-'))
  readonly #file = join(this.#folder, 'reports')

  /** Of a built test file, on a host as npm installs it: `node@24.21.0`. */
  constructor(file: string, host: string) {
    this.#onPurpose = misusesOnPurpose(basename(file, '.test.js'), host.replace('node@', ''))
  }

  /** The environment that preloads strict mode, and notes its reports. */
  get environment(): NodeJS.ProcessEnv {
    return { NODE_OPTIONS: `--import "${strictMode}" --require "${noteReports}"`, STRICT_REPORTS: this.#file }
  }

  /**
   * What speaks against the test: reports of misuses that are none on purpose, and those on purpose that were not
   * reported. To be called once.
   */
  take(): string[] {
    const lines = existsSync(this.#file) ? readFileSync(this.#file, 'utf8').trim().split('\n') : []
    rmSync(this.#folder, { recursive: true })
    const reports: Report[] = lines.map((line) => JSON.parse(line))
    return [
      ...reports.filter(({ code }) => !this.#onPurpose.includes(code)).map(({ code, message, detail }) =>
        `${code}: ${message}\n${detail}`),
      // Strict mode is not in place, or the test does so no more.
      ...this.#onPurpose.filter((code) => !reports.some((report) => report.code === code)).map((code) =>
        `${code} was not reported`)
    ]
  }
}
