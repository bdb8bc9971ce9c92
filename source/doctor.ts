import { isMainThread } from 'node:worker_threads'
import { Doctor, type DoctorReport } from './doctor/doctor.js'
import { checkEnvironment } from './environment-check.js'
import { announceDoctor, doctor as doctorInProcess, isInstalled } from './registry.js'

export type { BySide, Counted, CountedCalls, CountedChannel, CountedStorage, Diagnosis } from './doctor/diagnosis.js'
export type { Cost } from './doctor/calibration/contestant.js'
export type { Sampled } from './doctor/sampler.js'
export type { Kind } from './doctor/shapes.js'
export type { DoctorReport } from './doctor/doctor.js'

// Preloaded by `node --import tracescope/doctor` or `node --require tracescope/doctor`: counts what the program traces
// and enters, and reports at its end, and on SIGUSR2, what that takes and what the shim would save.

checkEnvironment()

// Another copy of the package may be there already.
if (isMainThread && doctorInProcess() === undefined) {
  if (isInstalled()) {
    process.emitWarning('tracescope/doctor counts nothing in this process: the shim is installed, ' +
      'and it counts what Node does by itself')
  } else {
    const doctor = new Doctor()
    doctor.start()
    announceDoctor(doctor)
  }
}

/**
 * Prints a report of what was counted until now, as at the end of the process: on stderr, or as JSON to the file that
 * `TRACESCOPE_DOCTOR` names. What calls take is measured meanwhile in processes beside this one.
 *
 * @returns the same as an object, or `undefined` where nothing is counted: in worker threads, and where the shim is
 *   installed
 */
export async function report(): Promise<DoctorReport | undefined> {
  return (doctorInProcess() as Doctor | undefined)?.report()
}

export default { report }
