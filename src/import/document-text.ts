/** The text of a document in UTF-8, without a byte order mark at its beginning. */
export function decodeDocumentText(content: Buffer): string {
  return content.toString('utf8').replace(/^\ufeff/, '')
}
