/**
 * Text of somebody else's as it may stand in a paragraph or a cell of a Markdown table: on one line, and neither
 * markup, nor HTML, nor an address that becomes a link.
 */
export function escapeMarkdown(text: string): string {
  return withoutControls(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]{}()#+!|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}\\.`)
}

/** A block of text as it stands, within a fence that the text can't close. */
export function fenceMarkdown(text: string): string {
  const longest = [...text.matchAll(/`+/g)].reduce((most, [ticks]) => Math.max(most, ticks.length), 2)
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${withoutControls(text)}\n${fence}`
}

/** A table; cells are Markdown. All columns but the first few are numbers. */
export function formatMarkdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  textColumns: number,
): string {
  const rule = head.map((_name, column) => (column < textColumns ? '---' : '---:'))
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Bytes that a terminal would obey, and marks that turn the direction of text, become U+FFFD. */
function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    character === '\n' || character === '\t' ? character : '\ufffd',
  )
}
