import { faces } from './faces.js'

declare const Response: { json(value: unknown): unknown }

export default {
  fetch: async (): Promise<unknown> => Response.json(await faces())
}
