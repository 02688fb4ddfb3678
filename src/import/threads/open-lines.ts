import type { ExternalDatabase } from '../../config.ts'
import { createConnection } from '../../database/connection.ts'
import { type DedicatedConnection, openDedicatedConnection } from '../../database/dedicated-connection.ts'
import { yieldSession } from '../../database/yield-processor.ts'
import type { ImportLines } from '../stage-and-publish.ts'

interface Line {
  readonly connection: DedicatedConnection
  close(): Promise<void>
}

/** A connection for each of the two lines of work; for a dry run no second one. Requests go before both of them. */
export async function openLines(database: ExternalDatabase, isDryRun: boolean): Promise<ImportLines> {
  const staging = await openLine(database, 'stage')
  try {
    const publishing = isDryRun ? undefined : await openLine(database, 'publish')
    return {
      staging: staging.connection,
      publishing: publishing?.connection,
      cut: () => {
        staging.connection.close()
        publishing?.connection.close()
      },
      close: async () => {
        await Promise.all([staging.close(), publishing?.close()])
      },
    }
  } catch (error) {
    await staging.close()
    throw error
  }
}

/** `name` is what `pg_stat_activity` shows. */
async function openLine(database: ExternalDatabase, name: string): Promise<Line> {
  const { pool, close } = createConnection({
    database,
    maxConnections: 1,
    applicationName: `metagauge-import-${name}`,
    statementTimeoutMs: 0,
    onError: () => undefined,
  })
  try {
    const connection = await openDedicatedConnection(pool)
    await yieldSession(connection)
    return {
      connection,
      close: () => {
        connection.close()
        return close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
