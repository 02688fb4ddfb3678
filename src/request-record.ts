/** What a request did in the database. */
export interface DatabaseUsage {
  readonly statements: number
  readonly rows: number
  /** Bytes of the rows in PostgreSQL's protocol. */
  readonly readBytes: number
}

/** The operation of a GraphQL request. */
interface Operation {
  /** Undefined for an anonymous operation. */
  readonly name: string | undefined
  readonly type: string
}

/** Clients choose the names, at any length. */
const maxNameLength = 100

/** What happened during a request, for its log line and for metrics. Each part is set when it becomes known. */
export class RequestRecord {
  /** Undefined if the document is invalid or the request was rejected before it was read. */
  operation: Operation | undefined
  /** Undefined for an anonymous request. */
  viewerId: string | undefined
  usage: DatabaseUsage | undefined
  /** The length of the body before compression. */
  responseBytes: number | undefined
  /** The number of errors of each code in the response. */
  readonly errorCounts = new Map<string, number>()

  setOperation(type: string, name: string | undefined): void {
    this.operation = { type, name: name?.slice(0, maxNameLength) }
  }

  /** @param errors in the format of a response. Codes come from closed lists. */
  addErrors(errors: readonly { readonly extensions?: { readonly code?: unknown } }[]): void {
    for (const { extensions } of errors) {
      const code = typeof extensions?.code === 'string' ? extensions.code : 'UNKNOWN'
      this.errorCounts.set(code, (this.errorCounts.get(code) ?? 0) + 1)
    }
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    readonly record: RequestRecord
  }
}
