import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type Room, scopeOf, type Viewer } from '../auth/viewer.ts'
import { inScope } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'

/** The types that implement Node, each with its table and the room whose rules decide who may read it. */
const nodeTables = {
  User: { table: 'users', owner: 'id', room: 'users' },
  Contract: { table: 'contracts', owner: 'user_id', room: 'contracts' },
  ContractCompetitor: { table: 'contract_competitors', owner: 'user_id', room: 'contracts' },
  Analysis: { table: 'analyses', owner: 'user_id', room: 'analyses' },
  ChatSession: { table: 'chat_sessions', owner: 'user_id', room: 'chat' },
  ChatMessage: { table: 'chat_messages', owner: 'user_id', room: 'chat' },
  ImportJob: { table: 'import_jobs', owner: undefined, room: undefined },
} as const satisfies Record<string, { table: string; owner: string | undefined; room: Room | undefined }>

export type NodeType = keyof typeof nodeTables

/** The types of those ids that the viewer may read, with one statement for all tables. */
export async function findNodeTypes(
  db: Database,
  ids: readonly string[],
  viewer: Viewer | null,
): Promise<{ id: string; type: NodeType }[]> {
  const selects = Object.entries(nodeTables).map(
    ([type, { table, owner, room }]) => sql`
      select id, ${sql.lit(type)} as type from ${sql.ref(table)}
      where id = any(${ids}::uuid[]) and ${isReadableBy(viewer, room, owner)}`,
  )
  const { rows } = await sql<{ id: string; type: NodeType }>`${sql.join(selects, sql` union all `)}`.execute(
    db,
  )
  return rows
}

function isReadableBy(
  viewer: Viewer | null,
  room: Room | undefined,
  owner: string | undefined,
): RawBuilder<SqlBool> {
  if (room === undefined || owner === undefined) return viewer?.role === 'admin' ? sql`true` : sql`false`
  return inScope(scopeOf(viewer, room), owner)
}
