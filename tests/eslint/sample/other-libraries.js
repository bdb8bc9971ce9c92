import * as tracker from 'tracker'
import { withScope } from 'tracker'

export function track(callback) {
  tracker.withScope(callback)
  tracker.client.withScope((scope) => scope.setTag('name', 'value'))
  withScope(callback)
}
