import type { Link, PrepareLink } from './link.ts'
import { prepareOwnerLink } from './link-owner.ts'
import { ownRow } from './own-row.ts'
import { findDefaultContracts } from './reference.store.ts'

/** A contract needs its owner; of an owner's active default contracts the first stays default. */
export const prepareContractLink: PrepareLink = async (db, records, orphans): Promise<Link> => {
  const contracts = records.map(({ rows }) => ownRow(rows, 'contracts'))
  const ownerIds = contracts.map((contract) => contract.user_id)
  const linkOwner = await prepareOwnerLink(db, ownerIds, orphans)
  const ids = new Set(contracts.map(({ id }) => id))
  // A row that this batch replaces has no say: its record has.
  const defaults = (await findDefaultContracts(db, ownerIds)).filter(({ id }) => !ids.has(id))
  const ownersWithDefault = new Set(defaults.map(({ userId }) => userId))
  return ({ rows }) => {
    const contract = ownRow(rows, 'contracts')
    const owner = linkOwner(contract.user_id)
    if ('code' in owner) return owner
    if (!contract.is_default || !contract.is_active) return { ...owner, rows }
    if (!ownersWithDefault.has(contract.user_id)) {
      ownersWithDefault.add(contract.user_id)
      return { ...owner, rows }
    }
    return {
      ...owner,
      rows: { ...rows, contracts: [{ ...contract, is_default: false }] },
      warnings: [...owner.warnings, { code: 'SECOND_DEFAULT', pointer: '/isDefault' }],
    }
  }
}
