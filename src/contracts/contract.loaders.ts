import type { Scope } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { manyByParent, oneByKey, oneByParent, oneInScope, pagesByParent } from '../database/loaders.ts'
import { createPageRequest } from '../database/pagination.ts'
import { checkTexts } from '../database/validation.ts'
import type { UserContractsArgs } from '../generated/graphql.ts'
import { findAnalysisParams } from './analysis-params.store.ts'
import { findCompetitorAbis, findCompetitors, listCompetitors } from './competitor.store.ts'
import { contractSortKeys, countContracts, findAbis, findContracts, listContracts } from './contract.store.ts'
import { findDefaultContracts } from './default-contract.store.ts'
import { listRpcConfigs } from './rpc-config.store.ts'
import { listShareLinks } from './share-link.store.ts'

/** The default filter, also for null. */
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
const contractById = oneInScope(findContracts)
const abiByContract = oneByParent(findAbis, (row) => row.id)
const rpcConfigsByContract = manyByParent(listRpcConfigs, (row) => row.contractId)
const analysisParamsByContract = oneByParent(findAnalysisParams, (row) => row.contractId)
const competitorById = oneInScope(findCompetitors)
const competitorsByContract = manyByParent(listCompetitors, (row) => row.contractId)
const shareLinksByContract = manyByParent(listShareLinks, (row) => row.contractId)
const abiByCompetitor = oneByParent(findCompetitorAbis, (row) => row.id)

/** Loaders by id return only rows of the scope; the others expect an object that was loaded. */
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
    competitorById: competitorById(db, scope),
    competitorsByContract: competitorsByContract(db),
    abiByCompetitor: abiByCompetitor(db),
    shareLinksByContract: shareLinksByContract(db),
  }
}
