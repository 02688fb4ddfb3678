import { createHash, randomBytes } from 'node:crypto'
import { checkAll, requireRange, requireUuid } from '../database/validation.ts'
import { AppError, badArgument } from '../errors.ts'
import type { CreateShareLinkInput, ShareScope } from '../generated/graphql.ts'

/** Share links of one contract that have not ended. */
export const maxShareLinks = 20
const maxDays = 90
const defaultDays = 7
const tokenBytes = 32
/** Lets people and secret scanners recognize a token. */
const tokenPrefix = 'mgs_'

export interface NewShareLink {
  readonly contractId: string
  readonly scopes: readonly ShareScope[]
  readonly expiresInDays: number
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeShareLink({
  contractId,
  scopes,
  expiresInDays = defaultDays,
}: CreateShareLinkInput): NewShareLink {
  return checkAll({
    contractId: () => requireUuid(contractId, 'input.contractId'),
    scopes: () => checkScopes(scopes, 'input.scopes'),
    expiresInDays: () => requireRange(expiresInDays, 'input.expiresInDays', { min: 1, max: maxDays }),
  })
}

function checkScopes(scopes: readonly ShareScope[], argument: string): readonly ShareScope[] {
  if (scopes.length === 0) throw badArgument(argument, 'must have at least one scope', 'LENGTH')
  return [...new Set(scopes)]
}

/** A new token of 256 random bits. Only its digest is stored. */
export function createShareToken(): string {
  return tokenPrefix + randomBytes(tokenBytes).toString('base64url')
}

/** The value of `contract_share_links.token_digest` for a token. It has too many bits to be guessed, so it needs no salt. */
export function digestShareToken(token: string): string {
  return `sha256:${createHash('sha256').update(token).digest('hex')}`
}

/** Only the owner of the contract may list its links. */
export function mayListShareLinks(viewer: { readonly id: string } | null, ownerId: string): boolean {
  return viewer?.id === ownerId
}

/** Whether the link shares this part of the contract. */
export function hasScope({ scopes }: { readonly scopes: readonly ShareScope[] }, scope: ShareScope): boolean {
  return scopes.includes(scope)
}

/** @throws AppError CONFLICT. */
export function requireRoomForLink(linkCount: number): void {
  if (linkCount < maxShareLinks) return
  throw new AppError(
    'CONFLICT',
    `The contract has ${maxShareLinks} share links, which is the maximum. Revoke one first.`,
  )
}
