// @ts-check
import { KNOWN_CLOSURES } from '../calls/calibration.js'
import { countEach } from './count-each.js'

/** A known number of closures was counted wrongly, so no other count can be relied on. */
export class CalibrationError extends Error {}

/**
 * Counts calls that make a known number of closures.
 *
 * @param {import('../terminal/command-line.js').NodeBinary} binary
 * @throws CalibrationError
 */
export async function calibrate({ path, node }) {
  const known = /** @type {import('../calls/calibration.js').Known[]} */ (Object.keys(KNOWN_CLOSURES))
  const rows = await countEach(`Node ${node}, calibrating`, path, known.map((known) => ({ known })))
  for (const { known, closuresPerCall } of rows) {
    if (closuresPerCall === KNOWN_CLOSURES[known]) continue
    const counts = `${closuresPerCall} closures, not ${KNOWN_CLOSURES[known]}`
    throw new CalibrationError(`Node ${node}: calibration counts ${counts}, for each call of ${known}`)
  }
  return rows
}
