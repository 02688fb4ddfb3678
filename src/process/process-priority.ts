import { readFileSync } from 'node:fs'
import { platform, setPriority } from 'node:os'
import { sql } from 'kysely'
import type { DedicatedConnection } from '../database/connection.ts'

/** Gets what others leave, and a few parts in a hundred of a processor when they would take everything. */
export const lowPriority = 15

/** Lets the other threads of the process go first: on Linux, where a thread has a priority of its own. */
export function lowerThreadPriority(): void {
  if (platform() === 'linux') lower(0)
}

/**
 * Lets PostgreSQL's other sessions go first, where its process is on this machine and this user may. That it is ours,
 * and no stranger with the same number, its title says: it names the port that we connected from.
 */
export async function lowerSessionPriority({
  db,
  processId,
}: Pick<DedicatedConnection, 'db' | 'processId'>): Promise<void> {
  const { rows } = await sql<{ client: string | null }>`
    select host(inet_client_addr()) || '(' || inet_client_port() || ')' as client`.execute(db)
  const client = rows[0]?.client
  if (client != null && readTitle(processId).includes(` ${client} `)) lower(processId)
}

/** Empty when there is no such process here. */
function readTitle(processId: number): string {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/** A wish: where it is refused, all have the same priority, and the work goes on. */
function lower(processId: number): void {
  try {
    setPriority(processId, lowPriority)
  } catch {
    // Another user's process, or a system that lets nobody.
  }
}
