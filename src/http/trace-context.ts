import type { IncomingHttpHeaders } from 'node:http'

/** The trace that a request belongs to, by the W3C recommendation Trace Context. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string
  /** The caller's span: 16 hexadecimal digits. */
  readonly spanId: string
  readonly isSampled: boolean
}

/** Later versions may append fields, but keep these. */
const form = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/
const version00 = /^00-.{52}$/

/** Reads the header `traceparent`; undefined if it is missing or invalid, as the recommendation requires. */
export function readTraceContext({ traceparent }: IncomingHttpHeaders): TraceContext | undefined {
  if (typeof traceparent !== 'string') return undefined
  const [, traceId, spanId, flags] = form.exec(traceparent) ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined
  if (traceparent.startsWith('00') && !version00.test(traceparent)) return undefined
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 }
}
