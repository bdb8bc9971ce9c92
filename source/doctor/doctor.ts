import { writeFileSync, writeSync } from 'node:fs'
import { doctorFile } from '../environment.js'
import { isInstalled } from '../registry.js'
import { calibrate, calibrateNow, type Calibration, type Work } from './calibrate.js'
import type { Effort } from './calibration/measure.js'
import { startCounting } from './counting.js'
import { callsByShape, diagnose, type Diagnosis } from './diagnosis.js'
import { choose } from './estimate.js'
import { sentenceOf, textOf, TOO_LITTLE } from './print.js'
import { Sampler } from './sampler.js'

/** What the doctor prints, as an object: with the sentence. */
export interface DoctorReport extends Diagnosis {
  readonly sentence: string
}

/** Counts in this process, and reports. */
export class Doctor {
  readonly #ledger = startCounting()
  readonly #sampler = new Sampler()
  #underWay: Promise<DoctorReport> | undefined

  /** Reports at the end of the process, and on SIGUSR2. */
  start(): void {
    this.#ledger.onTick = () => this.#sampler.tick()
    process.on('exit', () => this.#reportNow())
    // Windows has no such signal.
    if (process.platform !== 'win32') process.on('SIGUSR2', () => void this.report())
  }

  /** Reports while the process goes on. */
  report(): Promise<DoctorReport> {
    this.#underWay ??= this.#report().finally(() => { this.#underWay = undefined })
    return this.#underWay
  }

  async #report(): Promise<DoctorReport> {
    const { work, finish } = this.#begin()
    return finish(work.shapes.length > 0 ? await calibrate(work) : NOTHING)
  }

  #reportNow(): void {
    const { work, finish } = this.#begin()
    finish(work.shapes.length > 0 ? calibrateNow(work) : NOTHING)
  }

  #begin(): { work: Work, finish: (calibration: Calibration) => DoctorReport } {
    const { user, system } = process.cpuUsage()
    const cpuSeconds = (user + system) / 1e6
    const counted = this.#ledger.copy()
    const sampled = this.#sampler.read()
    const shapes = choose(callsByShape(counted))
    return {
      work: { shapes, effort: cpuSeconds < TOO_LITTLE ? BRIEF_EFFORT : EFFORT, isSampled: sampled !== undefined },
      finish(calibration) {
        const diagnosis = diagnose(counted, cpuSeconds, shapes, calibration, sampled)
        const report = { ...diagnosis, sentence: sentenceOf(diagnosis) }
        say(report)
        return report
      }
    }
  }
}

const EFFORT: Effort = { warmUp: 20, rounds: 20, weighings: 7 }
/** For a process that took so little that no figure says much. */
const BRIEF_EFFORT: Effort = { warmUp: 5, rounds: 3, weighings: 3 }

const NOTHING: Calibration = { failure: 'nothing was counted' }

/** Writes the report to the file that the environment names, or to stderr. */
function say(report: DoctorReport): void {
  const file = doctorFile()
  try {
    if (file === undefined) return print(textOf(report) + hint())
    writeFileSync(file.replaceAll('{pid}', String(process.pid)), JSON.stringify(report, null, 2) + '\n')
  } catch (error) {
    print(`tracescope/doctor can't write ${file}: ${(error as Error).message}\n`)
  }
}

function hint(): string {
  return isInstalled()
    ? 'The shim was installed after the doctor: it left to Node what is counted, and saves nothing in this process.\n'
    : ''
}

function print(text: string): void {
  try {
    writeSync(2, text)
  } catch {
    process.stderr.write(text)
  }
}
