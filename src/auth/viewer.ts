import type { Scope } from '../database/conditions.ts'
import { AppError } from '../errors.ts'

/** Who asks. Read from the database for each request, so a closed account or a lost role counts at once. */
export interface Viewer {
  readonly id: string
  readonly role: 'user' | 'worker' | 'admin'
}

/** What the reading rules tell apart: a worker reads the contracts and analyses of all users, nothing else of theirs. */
export type Room = 'users' | 'contracts' | 'analyses' | 'chat'

const roomsOfWorkers: readonly Room[] = ['contracts', 'analyses']
const nobody = '00000000-0000-0000-0000-000000000000'

/** Whose rows of a room the viewer may read. Without a viewer: nobody's. */
export function scopeOf(viewer: Viewer | null, room: Room): Scope {
  if (viewer?.role === 'admin') return 'everyone'
  if (viewer?.role === 'worker' && roomsOfWorkers.includes(room)) return 'everyone'
  return { userId: viewer?.id ?? nobody }
}

/** @throws AppError UNAUTHENTICATED without a viewer. */
export function requireViewer(viewer: Viewer | null): Viewer {
  if (viewer !== null) return viewer
  throw new AppError(
    'UNAUTHENTICATED',
    'Log in first: send "Authorization: Bearer <token>", or an API key as "X-API-Key".',
  )
}

/** @throws AppError UNAUTHENTICATED without a viewer, FORBIDDEN for anyone but an administrator. */
export function requireAdmin(viewer: Viewer | null): Viewer {
  const known = requireViewer(viewer)
  if (known.role === 'admin') return known
  throw new AppError('FORBIDDEN', 'Only an administrator may do this.')
}

/** @throws AppError UNAUTHENTICATED without a viewer, FORBIDDEN for anyone but a worker or an administrator. */
export function requireWorker(viewer: Viewer | null): Viewer {
  const known = requireViewer(viewer)
  if (known.role === 'worker' || known.role === 'admin') return known
  throw new AppError('FORBIDDEN', 'Only a worker may do this.')
}
