import type { Database } from '../database/connection.ts'
import { insertNotedRejects, type NotedReject } from './noted-reject.store.ts'
import type { ImportReport } from './report.ts'

/** Collects what a job could not do, record by record, and saves it in batches. */
export interface RejectNotes {
  add(note: Omit<NotedReject, 'number'>): Promise<void>
  /** Saves what is left. */
  flush(): Promise<void>
}

const maxHeld = 1000

/** Numbers the notes as the job's rejects, and counts them in the report's `rejects`. */
export function createRejectNotes(db: Database, jobId: string, report: ImportReport): RejectNotes {
  let held: NotedReject[] = []
  const flush = async () => {
    const notes = held
    held = []
    await insertNotedRejects(db, jobId, notes)
  }
  return {
    flush,
    add: async (note) => {
      held.push({ ...note, number: ++report.rejects })
      if (held.length >= maxHeld) await flush()
    },
  }
}
