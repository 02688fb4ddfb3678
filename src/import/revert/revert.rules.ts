import type { Dependents } from './dependent.store.ts'

/** What stays because of what, in a sentence. */
export function describeDependents(dependents: readonly Pick<Dependents, 'table' | 'count'>[]): string {
  const list = dependents.map(({ table, count }) => `${count} of ${table}`)
  return `Rows that stay need it: ${list.join(', ')}. They were made or changed since.`
}
