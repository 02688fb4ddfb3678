import { randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { DB } from '../../generated/database.ts'
import type { Linked, OrphanPolicy } from './record-type.ts'
import { findUserIds } from './reference.store.ts'
import type { Rejection } from './warnings.ts'

/** The additions to a record whose owner is missing; none if the owner exists. */
export type OwnerLink = (ownerId: string) => Pick<Linked, 'warnings' | 'placeholder'> | Rejection

/** Looks up the owners. A missing owner is created once, or its records are rejected. */
export async function prepareOwnerLink(
  db: Database,
  ownerIds: readonly string[],
  orphans: OrphanPolicy,
): Promise<OwnerLink> {
  const known = new Set(await findUserIds(db, [...new Set(ownerIds)]))
  return (ownerId) => {
    if (known.has(ownerId)) return { warnings: [] }
    if (orphans === 'quarantine') return ownerUnknown(ownerId)
    known.add(ownerId)
    return {
      warnings: [{ code: 'PLACEHOLDER_OWNER', pointer: '/userId' }],
      placeholder: createPlaceholder(ownerId),
    }
  }
}

function ownerUnknown(ownerId: string): Rejection {
  return {
    code: 'OWNER_UNKNOWN',
    pointer: '/userId',
    message: `There is no user ${ownerId}. Import the user first, or import with placeholder owners.`,
  }
}

/** Older than any record, so the real user replaces it. No password matches the hash, and no key the digest. */
function createPlaceholder(id: string): Selectable<DB['users']> {
  const longAgo = new Date(-1)
  return {
    id,
    email: `placeholder+${id}@invalid`,
    password: '!',
    name: '',
    role: 'user',
    tier: 'free',
    api_key: createRandomKeyDigest(),
    is_active: false,
    email_verified: false,
    analysis_count: 0,
    monthly_analysis_count: 0,
    last_analysis: null,
    monthly_reset_date: longAgo,
    last_login: null,
    created_at: longAgo,
    updated_at: longAgo,
  }
}

/** The API key column of an account that no key may open. */
export function createRandomKeyDigest(): string {
  return `sha256:${randomBytes(32).toString('hex')}`
}
