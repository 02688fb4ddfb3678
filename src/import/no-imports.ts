import { AppError } from '../errors.ts'
import type { ImportRunner } from './import-runner.ts'

/** The job runner of a server without the owner's connection. Jobs of other programs can still be watched. */
export const noImports: ImportRunner = {
  start: async () => {
    throw jobsAreOff()
  },
  cancel: async () => {
    throw jobsAreOff()
  },
  findReport: () => undefined,
  untilEnded: async () => undefined,
  sweep: async () => undefined,
  close: async () => undefined,
}

function jobsAreOff(): AppError {
  return new AppError(
    'UNAVAILABLE',
    'This server does not run imports or exports. Its operator can set DATABASE_OWNER_URL, or run npm run import on the command line.',
  )
}
