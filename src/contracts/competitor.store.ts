import { type Selection, type SqlBool, sql } from 'kysely'
import type { Parent } from '../database/batching.ts'
import { inScope, parentTable, type Scope } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { DB } from '../generated/database.ts'

// Without abi: it is large, and few ask for it.
const competitorColumns = [
  'contract_competitors.id',
  'contract_competitors.contract_id as contractId',
  'contract_competitors.user_id as userId',
  'contract_competitors.address',
  'contract_competitors.chain',
  'contract_competitors.name',
  'contract_competitors.created_at as createdAt',
] as const

export type CompetitorRow = Selection<DB, 'contract_competitors', (typeof competitorColumns)[number]>

/** The most competitors of one contract that are given. */
export const maxCompetitors = 100

/** Those of the ids that are in the scope, in any order. */
export function findCompetitors(
  db: Database,
  ids: readonly string[],
  scope: Scope,
): Promise<CompetitorRow[]> {
  return db
    .selectFrom('contract_competitors')
    .select(competitorColumns)
    .where(sql<SqlBool>`contract_competitors.id = any(${ids}::uuid[])`)
    .where(inScope(scope, 'contract_competitors.user_id'))
    .execute()
}

/** The competitors of each contract, the oldest first, `maxCompetitors` at most. */
export function listCompetitors(db: Database, contracts: readonly Parent[]): Promise<CompetitorRow[]> {
  return db
    .selectFrom(parentTable(contracts))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('contract_competitors')
          .select(competitorColumns)
          .whereRef('contract_competitors.contract_id', '=', 'parent.id')
          .whereRef('contract_competitors.user_id', '=', 'parent.user_id')
          .orderBy('contract_competitors.created_at')
          .orderBy('contract_competitors.id')
          .limit(maxCompetitors)
          .as('competitor'),
      (join) => join.onTrue(),
    )
    .selectAll('competitor')
    .orderBy('competitor.createdAt')
    .orderBy('competitor.id')
    .execute()
}

/** The ABIs of those competitors that belong to the given owners. */
export function findCompetitorAbis(
  db: Database,
  competitors: readonly Parent[],
): Promise<{ id: string; abi: string | null }[]> {
  return db
    .selectFrom(parentTable(competitors))
    .innerJoin('contract_competitors as competitor', (join) =>
      join.onRef('competitor.id', '=', 'parent.id').onRef('competitor.user_id', '=', 'parent.user_id'),
    )
    .select(['competitor.id', 'competitor.abi'])
    .execute()
}
