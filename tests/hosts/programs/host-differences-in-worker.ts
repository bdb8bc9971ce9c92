import { differences } from './host-differences.js'

declare const Response: { json(value: unknown): unknown }

export default {
  fetch: async (): Promise<unknown> => Response.json(await differences())
}
