import { drizzle } from './drizzle.js'
import { knex } from './knex.js'
import type { TracedLibrary } from './library.js'
import { mongoose } from './mongoose.js'
import { nestjs } from './nestjs.js'
import { openai } from './openai.js'
import { pg } from './pg.js'
import { undici } from './undici.js'

/** The libraries by the names of their rows. */
export const TRACED_LIBRARIES: Readonly<Record<string, TracedLibrary>> = {
  knex, drizzle, mongoose, openai, pg, undici, nestjs
}
