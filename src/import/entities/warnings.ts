import type { WarningCode } from './codes.ts'
import type { Warning } from './entity.ts'

/** Notes what became of the value at the pointer. */
export type Warn = (code: WarningCode, pointer: string) => void

/** Collects a record's warnings, each code once a place: a list with a thousand nulls is one warning. */
export function createWarnings(): { readonly warn: Warn; list(): Warning[] } {
  const byPlace = new Map<string, Warning>()
  return {
    warn: (code, pointer) => byPlace.set(`${code} ${pointer}`, { code, pointer }),
    list: () => [...byPlace.values()],
  }
}
