import { manyByParent, oneByParent, oneInScope } from '../database/batching.ts'
import type { Scope } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { findCompetitorAbis, findCompetitors, listCompetitors } from './competitor.store.ts'

const competitorsByContract = manyByParent(listCompetitors, (row) => row.contractId)
const abiByCompetitor = oneByParent(findCompetitorAbis, (row) => row.id)

const competitorById = oneInScope(findCompetitors)

/** Loads competitors of the scope by id, and those of a contract that was loaded. */
export function createCompetitorLoaders(db: Database, scope: Scope) {
  return {
    competitorById: competitorById(db, scope),
    competitorsByContract: competitorsByContract(db),
    abiByCompetitor: abiByCompetitor(db),
  }
}
