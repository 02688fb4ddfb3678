import type { Scope } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { manyByParent, oneByKey, oneByParent, oneInScope, pagesByParent } from '../database/loaders.ts'
import { createPageRequest } from '../database/pagination.ts'
import { checkTexts } from '../database/validation.ts'
import type { UserContractsArgs } from '../generated/graphql.ts'
import { findAnalysisParams } from './analysis-params.store.ts'
import { findCompetitorAbis, findCompetitors, listCompetitors } from './competitor.store.ts'
import {
  contractSortKeys,
  countContracts,
  findAbis,
  findContracts,
  findDefaultContracts,
  listContracts,
} from './contract.store.ts'
import { listRpcConfigs } from './rpc-config.store.ts'

/** What `filter: null` means: the same as no filter. */
const notArchived = { isActive: true }

const contractPagesByOwner = pagesByParent({
  createRequest(args: UserContractsArgs) {
    checkTexts(args.filter, 'filter')
    return createPageRequest(args, args.orderBy ?? { field: 'created_at' }, contractSortKeys)
  },
  list: (db, owners, { args, page }) => listContracts(db, owners, args.filter ?? notArchived, page),
  count: (db, owners, { filter }) => countContracts(db, owners, filter ?? notArchived),
  parentIdOf: (row) => row.userId,
  isSearch: ({ filter }) => Boolean(filter?.search),
})
const abiByContract = oneByParent(findAbis, (row) => row.id)
const rpcConfigsByContract = manyByParent(listRpcConfigs, (row) => row.contractId)
const analysisParamsByContract = oneByParent(findAnalysisParams, (row) => row.contractId)

const contractById = oneInScope(findContracts)

/** Loads contracts of the scope by id, and what belongs to an owner or a contract that was loaded. */
export function createContractLoaders(db: Database, scope: Scope) {
  return {
    contractById: contractById(db, scope),
    defaultContractByOwnerId: oneByKey(
      (ids) => findDefaultContracts(db, ids),
      (row) => row.userId,
    ),
    contractPagesByOwner: contractPagesByOwner(db),
    abiByContract: abiByContract(db),
    rpcConfigsByContract: rpcConfigsByContract(db),
    analysisParamsByContract: analysisParamsByContract(db),
  }
}

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
