import type { ExternalDatabase } from '../../src/config.ts'
import { toUrl } from './faults/own-postgres.ts'
import { type Program, runProgram } from './program.ts'

/** The server as a process of its own, that can be killed and measured. */
export interface ServerProgram extends Program {
  /** Without a path. */
  readonly url: string
}

/** Starts the server on a migrated database; resolves when it listens. */
export async function startServerProgram(
  database: ExternalDatabase,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProgram> {
  const program = runProgram('src/main.js', [], {
    DATABASE_URL: toUrl(database),
    JWT_SECRET: 'only-the-server-signs-tokens-with-it',
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...environment,
  })
  const [url] = await program.untilPrinted(/http:\/\/[^\s]+(?=\/graphql\n)/)
  return { ...program, url }
}
