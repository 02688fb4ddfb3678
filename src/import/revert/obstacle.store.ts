import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { RecordKind } from '../stages/record.ts'
import { keptRows, type RestoredRecords } from './restore.store.ts'

/** Why the rows of an unchanged record can't be as before: something else was changed since. */
export interface Obstacle {
  readonly id: string
  readonly message: string
}

/** Those of the records whose former rows have no place any more. */
export async function findObstacles(trx: Database, records: RestoredRecords): Promise<Obstacle[]> {
  const obstacles: Obstacle[] = []
  for (const { message, condition } of conditions[records.kind]) {
    const { rows } = await sql<{ id: string }>`
      select kept.id from (${keptRows(records.kind, records)}) as kept where ${condition}`.execute(trx)
    obstacles.push(...rows.map(({ id }) => ({ id, message })))
  }
  return obstacles
}

interface Condition {
  readonly message: string
  /** On `kept`, the former row. */
  readonly condition: RawBuilder<unknown>
}

const conditions: Readonly<Record<RecordKind, readonly Condition[]>> = {
  users: [
    {
      message: 'Another user has taken the former e-mail since.',
      condition: sql`exists (select from users where users.email = kept.email and users.id <> kept.id)`,
    },
    {
      message: 'Another user has taken the former API key since.',
      condition: sql`exists (select from users where users.api_key = kept.api_key and users.id <> kept.id)`,
    },
  ],
  contracts: [
    {
      message: 'It was the default contract, and another one is the default now.',
      condition: sql`
        kept.is_default and kept.is_active and exists (
          select from contracts as other
          where other.user_id = kept.user_id and other.is_default and other.is_active and other.id <> kept.id
        )`,
    },
  ],
  analyses: [
    {
      message: 'The contract that it belonged to is gone.',
      condition: sql`
        kept.config_id is not null
        and not exists (select from contracts where contracts.id = kept.config_id)`,
    },
  ],
  chat_sessions: [],
  chat_messages: [],
}
