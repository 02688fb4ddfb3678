const bytesPerMegabyte = 1_000_000

/** Formats 12345 as 12,345 in every locale. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}

/** Formats whole seconds as `59 s`, `2 min 3 s` or `1 h 2 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Formats 1,500,000 bytes as 1.5. */
export function toMegabytes(bytes: number): string {
  return (bytes / bytesPerMegabyte).toFixed(1)
}

/**
 * Escapes untrusted text for a paragraph or a table cell: it stays on one line and can't become markup, HTML or a link.
 */
export function escapeMarkdown(text: string): string {
  return replaceControls(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]{}()#+!|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}\\.`)
}

/** Puts untrusted text into a fenced block that the text can't close. */
export function fenceMarkdown(text: string): string {
  const longest = [...text.matchAll(/`+/g)].reduce((most, [ticks]) => Math.max(most, ticks.length), 2)
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${replaceControls(text)}\n${fence}`
}

/**
 * Formats a Markdown table.
 * @param rows cells in Markdown.
 * @param textColumns number of columns, from the left, that are text; the others are numbers and aligned right.
 */
export function formatMarkdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  textColumns: number,
): string {
  const rule = head.map((_name, column) => (column < textColumns ? '---' : '---:'))
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Replaces terminal control characters and marks that change the direction of text with U+FFFD. */
function replaceControls(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    character === '\n' || character === '\t' ? character : '\ufffd',
  )
}
