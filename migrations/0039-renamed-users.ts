import { type Kysely, sql } from 'kysely'

/**
 * An import lists the users who got a substitute e-mail: `[{userId, holderId, file, line}]`, the first ones in
 * `import_progress`. A batch keeps its own, so that an interrupted import continues the list.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table import_progress add column renamed_users jsonb not null default '[]'`.execute(db)
  await sql`alter table staging.batches add column renamed_users jsonb not null default '[]'`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table staging.batches drop column renamed_users`.execute(db)
  await sql`alter table import_progress drop column renamed_users`.execute(db)
}
