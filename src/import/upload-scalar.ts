/** A file of a multipart request whose bytes arrive now. */
export interface StartedFile {
  /** The client's name for the file: for display, never to be opened. */
  readonly fileName: string
  /**
   * May be read once; if the reader stops early, the rest is discarded. A chunk is valid until the next one is requested.
   * @throws AppError if the client disconnects or a limit is exceeded.
   */
  readonly bytes: AsyncIterable<Buffer>
}

/**
 * The value of the scalar Upload: the place of a file in the variables of a request. Only the multipart reader creates
 * instances, so JSON can't pass for a file.
 */
export class Upload {
  readonly #started = Promise.withResolvers<StartedFile>()

  constructor() {
    // If the request fails, the file may have no reader yet.
    this.#started.promise.catch(() => undefined)
  }

  /** Resolves when the file starts to arrive: files arrive one after another, in the order of the request's body. */
  get started(): Promise<StartedFile> {
    return this.#started.promise
  }

  start(file: StartedFile): void {
    this.#started.resolve(file)
  }

  /** The file won't arrive. Has no effect if it has started. */
  fail(reason: unknown): void {
    this.#started.reject(reason)
  }
}
