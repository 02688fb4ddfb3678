import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'

/** Finds the users whose role has changed since the import. */
export async function findChangedRoles(
  trx: Database,
  jobId: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select users.id from users
    left join import_undo on import_undo.job_id = ${jobId}::uuid
      and import_undo.kind = 'users' and import_undo.id = users.id
    where users.id = any(${ids}::uuid[])
      and users.role <> coalesce(import_undo.rows #>> '{users,0,role}', 'user')`.execute(trx)
  return rows.map(({ id }) => id)
}
