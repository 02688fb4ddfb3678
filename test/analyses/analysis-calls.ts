import type { Answer, ApiClient, Sender } from '../support/api.ts'
import { type Account, insertAnalysis } from '../support/factories.ts'

// Functions that send the operations of users and workers, and return the whole response.

export const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
/** A quick scan, which needs no contract. */
export const quickScan = { type: 'QUICK_SCAN', contractAddress: address, contractChain: 'ethereum' }

const analysisFields = 'id status progress currentStep errorMessage hasErrors completedAt lastUpdatedAt'
const quotaFields = 'limit used remaining resetsAt'

export function start(api: ApiClient, sender: Sender, input: object = quickScan): Promise<Answer> {
  const fields = `analysis { ${analysisFields} type contractAddress contractChain metadata contract { id } }
    quota { ${quotaFields} } warnings { code field }`
  return mutate(api, sender, 'startAnalysis', input, fields)
}

export function cancel(api: ApiClient, sender: Sender, id: string): Promise<Answer> {
  return mutate(api, sender, 'cancelAnalysis', { id }, `analysis { ${analysisFields} }`)
}

export function claim(api: ApiClient, sender: Sender, input: object = {}): Promise<Answer> {
  const fields = `lease { token expiresAt attempts analysis { ${analysisFields} } }`
  return mutate(api, sender, 'claimAnalysis', input, fields)
}

export function renew(api: ApiClient, sender: Sender, input: object): Promise<Answer> {
  return mutate(api, sender, 'renewLease', input, 'lease { token expiresAt attempts }')
}

export function report(
  api: ApiClient,
  sender: Sender,
  mutation: 'reportProgress' | 'appendLogs' | 'completeAnalysis' | 'failAnalysis',
  input: object,
): Promise<Answer> {
  return mutate(api, sender, mutation, input, `analysis { ${analysisFields} }`)
}

/** All mutations that require a lease token, with valid other arguments. */
export const reports = [
  ['renewLease', (api, sender, leaseToken) => renew(api, sender, { leaseToken })],
  ['reportProgress', (api, sender, leaseToken) => reportDone(api, sender, leaseToken, 1)],
  [
    'appendLogs',
    (api, sender, leaseToken) =>
      report(api, sender, 'appendLogs', { leaseToken, entries: [{ message: 'a' }] }),
  ],
  ['completeAnalysis', (api, sender, leaseToken) => complete(api, sender, leaseToken)],
  [
    'failAnalysis',
    (api, sender, leaseToken) => report(api, sender, 'failAnalysis', { leaseToken, errorMessage: 'No.' }),
  ],
] satisfies [string, (api: ApiClient, sender: Sender, leaseToken: string) => Promise<Answer>][]

export function reportDone(
  api: ApiClient,
  sender: Sender,
  leaseToken: string,
  progress: number,
): Promise<Answer> {
  return report(api, sender, 'reportProgress', { leaseToken, progress })
}

export function complete(api: ApiClient, sender: Sender, leaseToken: string): Promise<Answer> {
  return report(api, sender, 'completeAnalysis', { leaseToken, results: { by: leaseToken } })
}

/** Inserts an analysis, and lets the worker claim it. Deletes all other pending analyses. */
export async function begin(
  api: ApiClient,
  { owner, worker }: { readonly owner: Account; readonly worker: Account },
  values: object = {},
): Promise<{ id: string; leaseToken: string }> {
  await api.db.deleteFrom('analyses').where('status', '=', 'pending').execute()
  const { id } = await insertAnalysis(api.db, { user_id: owner.id, ...values })
  const { data } = await claim(api, worker)
  return { id, leaseToken: data.claimAnalysis.lease.token }
}

/** Sets the expiry of the claim to the past. */
export async function expireLease({ db }: ApiClient, analysisId: string): Promise<void> {
  const expired = { expires_at: new Date(0) }
  await db.updateTable('analysis_leases').set(expired).where('analysis_id', '=', analysisId).execute()
}

/** Runs the calls concurrently. */
export function inParallel<Result>(
  times: number,
  act: (place: number) => Promise<Result>,
): Promise<Result[]> {
  return Promise.all(Array.from({ length: times }, (_, place) => act(place)))
}

function mutate(
  api: ApiClient,
  sender: Sender,
  name: string,
  input: object,
  fields: string,
): Promise<Answer> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
  return api.ask(`mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`, { input }, sender)
}
