const maxQuotedLength = 100

/** Quotes text from a client for an error message, cut to a reasonable length. */
export function quote(text: string): string {
  return JSON.stringify(text.length > maxQuotedLength ? `${text.slice(0, maxQuotedLength)}…` : text)
}
