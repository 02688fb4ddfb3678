import { type Kysely, sql } from 'kysely'

/**
 * analysis_interpretations: what a model concluded from the results of an analysis, saved by its owner. The legacy
 * application kept one in the results, and every new one overwrote it; here each is a version.
 * - The caller locks the analysis, so versions have no gaps.
 * - `content` is a text or an object.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create table analysis_interpretations (
  analysis_id uuid not null,
  user_id uuid not null,
  version integer not null,
  model text not null,
  content jsonb not null,
  created_at timestamptz(3) not null default current_timestamp,
  constraint analysis_interpretations_pkey primary key (analysis_id, version),
  constraint analysis_interpretations_analysis_fkey foreign key (analysis_id, user_id)
    references analyses (id, user_id) on delete cascade,
  constraint analysis_interpretations_version_bounded check (version between 1 and 100),
  constraint analysis_interpretations_content_form check (jsonb_typeof(content) in ('string', 'object'))
)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table analysis_interpretations`.execute(db)
}
