import type { WarningCode } from './codes.ts'
import type { Warning } from './entity.ts'

/** Notes what became of the value at the pointer. */
export type Warn = (code: WarningCode, pointer: string) => void

/** Collects a record's warnings, each code once a place: a list with a thousand nulls is one warning. */
export function createWarnings(): { readonly warn: Warn; list(): Warning[] } {
  const warnings: Warning[] = []
  const known = new Set<string>()
  return {
    warn(code, pointer) {
      const name = `${code} ${pointer}`
      if (!known.has(name)) warnings.push({ code, pointer })
      known.add(name)
    },
    list: () => warnings,
  }
}
