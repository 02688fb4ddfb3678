/** A file of a multipart request whose bytes come. */
export interface ArrivingFile {
  /** As the client names it; to be shown, never to be opened. */
  readonly fileName: string
  /**
   * To be read once; whoever stops before the end lets the rest go by. A chunk is good until the next one is asked for.
   * @throws AppError when the client goes away, or a limit is exceeded.
   */
  readonly bytes: AsyncIterable<Buffer>
}

/**
 * The value of the scalar Upload: the place of a file in the variables of a request. Only who reads multipart requests
 * makes one, so that no JSON can stand for a file.
 */
export class Upload {
  readonly #arrival = Promise.withResolvers<ArrivingFile>()

  constructor() {
    // Nobody may be waiting for a file of a request that fails.
    this.#arrival.promise.catch(() => undefined)
  }

  /** Resolves when the file's turn has come: the files come one after another, in the order of the request's body. */
  get arrival(): Promise<ArrivingFile> {
    return this.#arrival.promise
  }

  /** The file begins. */
  arrive(file: ArrivingFile): void {
    this.#arrival.resolve(file)
  }

  /** The file never comes; without effect on one that has begun. */
  fail(reason: unknown): void {
    this.#arrival.reject(reason)
  }
}
