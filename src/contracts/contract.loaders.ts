import { manyByParent, oneByKey, oneByParent, pagesByParent } from '../database/batching.ts'
import type { Scope } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { createPageRequest } from '../database/pagination.ts'
import type { UserContractsArgs } from '../generated/graphql.ts'
import { findAnalysisParams } from './analysis-params.store.ts'
import { contractSortKeys, countContracts, findAbis, findContracts, listContracts } from './contract.store.ts'
import { findDefaultContracts } from './default-contract.store.ts'
import { listRpcConfigs } from './rpc-config.store.ts'

/** What `filter: null` means: the same as no filter. */
const notArchived = { isActive: true }

/** Loads contracts of the scope by id, and what belongs to an owner or a contract that was loaded. */
export function createContractLoaders(db: Database, scope: Scope) {
  return {
    contractById: oneByKey(
      (ids) => findContracts(db, ids, scope),
      (row) => row.id,
    ),
    defaultContractByOwnerId: oneByKey(
      (ids) => findDefaultContracts(db, ids),
      (row) => row.userId,
    ),
    contractPagesByOwner: pagesByParent({
      createRequest: (args: UserContractsArgs) =>
        createPageRequest(args, args.orderBy ?? { field: 'created_at' }, contractSortKeys),
      list: (owners, { filter }, page) => listContracts(db, owners, filter ?? notArchived, page),
      count: (owners, { filter }) => countContracts(db, owners, filter ?? notArchived),
      parentIdOf: (row) => row.userId,
    }),
    abiByContract: oneByParent(
      (contracts) => findAbis(db, contracts),
      (row) => row.id,
    ),
    rpcConfigsByContract: manyByParent(
      (contracts) => listRpcConfigs(db, contracts),
      (row) => row.contractId,
    ),
    analysisParamsByContract: oneByParent(
      (contracts) => findAnalysisParams(db, contracts),
      (row) => row.contractId,
    ),
  }
}
