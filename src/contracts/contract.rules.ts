import { requireUuid } from '../database/ids.ts'
import { AppError, badArgument, requireFound } from '../errors.ts'
import type { ContractRow } from './contract.store.ts'

const maxIds = 100

/** RPC endpoints often hold access keys: only the owner of the contract reads them in full. */
export function mayReadRpcUrls(viewer: { readonly id: string } | null, ownerId: string): boolean {
  return viewer?.id === ownerId
}

/** The URL's host, with the port when it has one; empty for text that is no URL. */
export function toHost(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}

/**
 * The ids without repetitions, in their order.
 * @throws AppError BAD_USER_INPUT that names the argument: none, too many, or no UUID.
 */
export function checkIds(ids: readonly string[]): string[] {
  if (ids.length === 0 || ids.length > maxIds) throw badArgument('ids', `must hold 1 to ${maxIds} ids`)
  return [...new Set(ids.map((id, place) => requireUuid(id, `ids.${place}`)))]
}

/** @throws AppError NOT_FOUND unless there is a contract for each id. */
export function requireAll(contracts: readonly ContractRow[], ids: readonly string[]): void {
  const found = new Set(contracts.map(({ id }) => id))
  requireFound(ids.every((id) => found.has(id)) || undefined, 'Contract')
}

/** @throws AppError CONFLICT for an archived contract. */
export function requireActive(contracts: readonly ContractRow[]): void {
  const archived = contracts.filter(({ isActive }) => !isActive).map(({ id }) => id)
  if (archived.length === 0) return
  throw new AppError('CONFLICT', 'The contract is archived. Restore it first.', {
    details: { ids: archived },
  })
}

/** @throws AppError CONFLICT for a contract that is not archived. */
export function requireArchived(contracts: readonly ContractRow[]): void {
  const active = contracts.filter(({ isActive }) => isActive).map(({ id }) => id)
  if (active.length === 0) return
  throw new AppError('CONFLICT', 'Only archived contracts can be deleted. Archive them first.', {
    details: { ids: active },
  })
}
