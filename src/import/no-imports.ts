import { AppError } from '../errors.ts'
import type { ImportRunner } from './import-runner.ts'

/** The jobs of a server that was not given the owner's connection. What other programs do can be watched. */
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
    'This server runs no imports or exports. The operator sets DATABASE_OWNER_URL, or uses npm run import on the command line.',
  )
}
