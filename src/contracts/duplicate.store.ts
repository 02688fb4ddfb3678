import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { isContract } from '../database/identity.ts'
import type { Duplicates } from './contract.rules.ts'
import type { ContractRow } from './contract.store.ts'

/** The oldest other active contracts of the owner with the same name or the same address and chain, in any spelling. */
export async function findDuplicates(
  db: Database,
  contract: Pick<ContractRow, 'id' | 'userId' | 'name' | 'targetAddress' | 'targetChain'>,
): Promise<Duplicates> {
  const { name, targetAddress: address, targetChain: chain } = contract
  const columns = { address: 'contracts.target_address', chain: 'contracts.target_chain' }
  const hasName = sql<SqlBool>`lower(normalize(contracts.name)) = lower(normalize(${name}))`
  return {
    byName: await findOldest(db, contract, hasName),
    byTarget: await findOldest(db, contract, isContract(columns, { address, chain })),
  }
}

async function findOldest(
  db: Database,
  { id, userId }: Pick<ContractRow, 'id' | 'userId'>,
  condition: RawBuilder<SqlBool>,
): Promise<string | undefined> {
  const found = await db
    .selectFrom('contracts')
    .select('contracts.id')
    .where('contracts.user_id', '=', userId)
    .where('contracts.id', '<>', id)
    .where('contracts.is_active', '=', true)
    .where(condition)
    .orderBy('contracts.created_at')
    .orderBy('contracts.id')
    .limit(1)
    .executeTakeFirst()
  return found?.id
}
