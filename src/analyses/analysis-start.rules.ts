import { AppError, badArgument } from '../errors.ts'
import type { StartAnalysisInput } from '../generated/graphql.ts'

/** What to analyse: a contract of the user's, or an address. */
export type AnalysisTarget =
  | { readonly contractId: string }
  | { readonly contractId: null; readonly address: string; readonly chain: string }

const typesOfAddresses: readonly StartAnalysisInput['type'][] = ['quick_scan', 'quick_index']

/** @throws AppError BAD_USER_INPUT for a target that does not fit the type, and names the argument that is wrong. */
export function decodeTarget({ type, contractId, address, chain }: StartAnalysisInput): AnalysisTarget {
  const kind = type.toUpperCase()
  if (!typesOfAddresses.includes(type)) {
    if (contractId == null) throw badArgument('input.contractId', `is missing: ${kind} looks at a contract`)
    if (address != null) throw badArgument('input.address', `has no place: ${kind} looks at a contract`)
    if (chain != null) throw badArgument('input.chain', `has no place: ${kind} looks at a contract`)
    return { contractId }
  }
  if (contractId != null) throw badArgument('input.contractId', `has no place: ${kind} looks at an address`)
  if (address == null) throw badArgument('input.address', `is missing: ${kind} looks at an address`)
  if (chain == null) throw badArgument('input.chain', `is missing: ${kind} looks at an address`)
  return { contractId: null, address, chain }
}

/** @throws AppError CONFLICT for an archived contract. */
export function requireActive({ isActive }: { readonly isActive: boolean }): void {
  if (isActive) return
  throw new AppError('CONFLICT', 'The contract is archived. Restore it first.', {
    details: { argument: 'input.contractId' },
  })
}

/** The month's analyses are used up. */
export function quotaExceeded(quota: { readonly limit: number | null; readonly resetsAt: Date }): AppError {
  const resetsAt = quota.resetsAt.toISOString()
  const limit = quota.limit ?? 0
  return new AppError('QUOTA_EXCEEDED', `The month's ${limit} analyses are used up until ${resetsAt}.`, {
    details: { limit, resetsAt },
  })
}
