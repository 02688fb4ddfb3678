import { formatCount } from '../report/progress.ts'
import type { SkippedEntries } from '../source/extract-archive.ts'

const maxShown = 10

/** What stays in an archive, for a person at a terminal; empty when nothing does. */
export function formatSkippedEntries({ paths, count }: SkippedEntries): string {
  if (count === 0) return ''
  const shown = paths.slice(0, maxShown)
  const lines = shown.map(({ path, reason }) => `  ${JSON.stringify(path).slice(1, -1)}  ${reason}`)
  const more = count - shown.length
  const rest = more > 0 ? [`  and ${formatCount(more)} more`] : []
  return `${['Left in the archive:', ...lines, ...rest].join('\n')}\n\n`
}
