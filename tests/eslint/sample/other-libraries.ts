import * as tracker from 'tracker'
import { client, withScope } from 'tracker'

class Own {
  withScope(value: string): string { return value }
}

export async function track(callback: () => void, own: Own): Promise<void> {
  tracker.withScope(callback)
  withScope(callback)
  client.withScope('name')
  own.withScope('value')
  await null
}

// Without types, a name is all there is.
export function untyped(anything: any): void {
  anything.withScope('value') // ✗ require-using
  anything.withScope(() => {})
}
