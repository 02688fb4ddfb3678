import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from '../../src/database/connection.ts'
import { isHere } from './imports.ts'

/** An import that pauses before a batch. */
export interface HeldBatch {
  /** Resolves when the import reaches the batch. */
  untilHeld(): Promise<void>
  /** Lets imports continue. */
  letGo(): Promise<void>
}

const pollMs = 10

/** Blocks the staging of the batch with this number. */
export async function holdBatch({ pool }: Connection, number: number): Promise<HeldBatch> {
  const holder = await pool.connect()
  await holder.query('select pg_advisory_lock(42)')
  await pool.query(`
    create function hold_batch() returns trigger language plpgsql as $$ begin
      if new.number = ${number} then perform pg_advisory_xact_lock(42); end if;
      return new;
    end $$;
    create trigger hold_batch before insert on staging.batches for each row execute function hold_batch()`)
  return {
    untilHeld: () =>
      until(
        { pool },
        `select 1 from pg_locks where locktype = 'advisory' and objid = 42 and not granted and ${isHere}`,
      ),
    letGo: async () => {
      holder.release(true)
      await pool.query('drop trigger hold_batch on staging.batches; drop routine hold_batch()')
    },
  }
}

/** Resolves when this number of files have been staged completely. */
export function untilAllRead(connection: Connection, files: number): Promise<void> {
  return until(connection, `select 1 from staging.files having bool_and(is_read) and count(*) = ${files}`)
}

/** The physical location of each record of the earlier batches, and the transaction that wrote it. */
export async function listStagedVersions({ pool }: Connection, beforeBatch: number): Promise<string[]> {
  const { rows } = await pool.query<{ version: string }>(`
    select batch || ' ' || ctid || ' ' || xmin as version from staging.records
    where batch < ${beforeBatch} order by 1`)
  return rows.map(({ version }) => version)
}

async function until({ pool }: Pick<Connection, 'pool'>, statement: string): Promise<void> {
  while ((await pool.query(statement)).rows.length === 0) await sleep(pollMs)
}
