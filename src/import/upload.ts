/** A file of a multipart request: the value of the scalar Upload. */
export interface Upload {
  /** As the client names it; to be shown, never to be opened. */
  readonly fileName: string
  /** Its bytes as they arrive; to be read once. Throws when the client goes away or a limit is exceeded. */
  readonly bytes: AsyncIterable<Buffer>
}
