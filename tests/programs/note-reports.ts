import { appendFileSync } from 'node:fs'

// Preloaded along with strict mode: notes what that reports in the file that STRICT_REPORTS names, a line of JSON each.

process.on('warning', ({ name, code, message, detail }: Error & { code?: string, detail?: string }) => {
  if (name !== 'TracescopeWarning') return
  appendFileSync(process.env['STRICT_REPORTS']!, `${JSON.stringify({ code, message, detail })}\n`)
})
