import type { Scope } from '../database/conditions.ts'
import { AppError } from '../errors.ts'

/** The user who sent the request. Read from the database for each request, so that changes take effect immediately. */
export interface Viewer {
  readonly id: string
  readonly role: 'user' | 'worker' | 'admin'
}

/** Groups of tables with the same rules for reading. */
export type Room = 'users' | 'contracts' | 'analyses' | 'chat'

const roomsOfWorkers: readonly Room[] = ['contracts', 'analyses']
const anonymousId = '00000000-0000-0000-0000-000000000000'

/** The rows of a room that the viewer may read. */
export function scopeOf(viewer: Viewer | null, room: Room): Scope {
  if (viewer?.role === 'admin') return 'everyone'
  if (viewer?.role === 'worker' && roomsOfWorkers.includes(room)) return 'everyone'
  return { userId: viewer?.id ?? anonymousId }
}

/** @throws AppError UNAUTHENTICATED without a viewer. */
export function requireViewer(viewer: Viewer | null): Viewer {
  if (viewer !== null) return viewer
  throw new AppError(
    'UNAUTHENTICATED',
    'Log in first: send "Authorization: Bearer <token>", or an API key as "X-API-Key".',
  )
}

/** @throws AppError UNAUTHENTICATED without a viewer, FORBIDDEN unless the viewer is an administrator. */
export function requireAdmin(viewer: Viewer | null): Viewer {
  const known = requireViewer(viewer)
  if (known.role === 'admin') return known
  throw new AppError('FORBIDDEN', 'Only administrators can do this.')
}

/** @throws AppError UNAUTHENTICATED without a viewer, FORBIDDEN unless the viewer is a worker or an administrator. */
export function requireWorker(viewer: Viewer | null): Viewer {
  const known = requireViewer(viewer)
  if (known.role === 'worker' || known.role === 'admin') return known
  throw new AppError('FORBIDDEN', 'Only workers and administrators can do this.')
}
