import { createAccountCalls, findResetCode, insertMember, password } from '../auth/account-calls.ts'
import type { ApiClient } from '../support/api.ts'
import {
  type Account,
  insertAnalysis,
  insertCompetitor,
  insertContract,
  insertImportJob,
  insertMessage,
  insertRpcConfig,
  insertSession,
  insertUser,
} from '../support/factories.ts'
import { codeIn, untilMailed } from '../support/mail.ts'
import { begin } from '../support/work.ts'

/** Somebody's rows, new for each operation that is measured. */
export interface World {
  readonly owner: Account
  readonly admin: Account
  readonly worker: Account
  readonly password: string
  readonly contractId: string
  readonly archivedIds: readonly string[]
  readonly competitorId: string
  readonly sessionIds: readonly string[]
  readonly pendingId: string
  readonly leaseToken: string
  readonly importJobId: string
  findResetCode(): Promise<string>
  findVerificationCode(): Promise<string>
}

/** Three contracts, two sessions with messages, an analysis that waits and one that a worker has claimed. */
export async function createWorld(api: ApiClient): Promise<World> {
  const { db } = api
  const owner = await insertMember(api)
  const worker = await insertUser(db, { role: 'worker' })
  const admin = await insertUser(db, { role: 'admin' })
  const { leaseToken } = await begin(api, { owner, worker })
  const user_id = owner.id
  const contract = await insertContract(db, { user_id, is_default: true })
  const archived = [1, 2].map(() => insertContract(db, { user_id, is_active: false }))
  const sessions = [1, 2].map((place) => insertSession(db, { user_id, contract_address: `0x${place}` }))
  for (const session of await Promise.all(sessions)) await insertMessage(db, session)
  await insertRpcConfig(db, contract)
  return {
    ...{ owner, worker, admin, password, leaseToken, contractId: contract.id },
    archivedIds: (await Promise.all(archived)).map(({ id }) => id),
    sessionIds: (await Promise.all(sessions)).map(({ id }) => id),
    competitorId: await insertCompetitor(db, contract),
    pendingId: (await insertAnalysis(db, { user_id, config_id: contract.id })).id,
    importJobId: await insertImportJob(api.db),
    findResetCode: () => findResetCode(api, owner.email),
    findVerificationCode: async () => {
      await createAccountCalls(api).requestVerification(owner)
      return codeIn(await untilMailed(api, owner.email))
    },
  }
}
