import type { Transform } from 'node:stream'
import type { ByteInput } from './byte-input.ts'

/** A decompressor of node:zlib. `bytesWritten` counts what it has used up of what it was given. */
export type Engine = Transform & { readonly bytesWritten: number }

/** What is wrong with compressed bytes. */
export class CompressionError extends Error {
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.name = 'CompressionError'
  }
}

/** What an engine told since it was last looked at. */
interface EngineState {
  hasTaken: boolean
  hasEnded: boolean
  error: Error | null
  /** Resolves at the next event. */
  change: PromiseWithResolvers<void>
}

/**
 * What the engine makes of the input, up to the end of what it understands; gives back what follows. Written instead
 * of a pipe, which throws away what was made already when an error comes, and can't say where the end was.
 * @throws CompressionError, after all that the engine made before; what taking the input throws.
 */
export async function* driveEngine(engine: Engine, input: ByteInput): AsyncGenerator<Buffer, void> {
  const state = watchEngine(engine)
  let chunk: Buffer | null = null
  let givenBefore = 0
  const countUsed = () => engine.bytesWritten - givenBefore
  try {
    while (!state.hasEnded) {
      const { promise: changed } = state.change
      const output: Buffer | null = engine.read()
      if (output !== null) yield output
      else if (state.error !== null) throw toCompressionError(state.error)
      // What it leaves of a chunk follows its end, which it is about to tell.
      else if (!state.hasTaken || countUsed() < (chunk?.length ?? 0)) await changed
      else {
        chunk = await input.take()
        givenBefore = engine.bytesWritten
        give(engine, chunk, state)
      }
    }
    if (chunk !== null) input.giveBack(chunk.subarray(countUsed()))
  } finally {
    engine.destroy()
  }
}

function toCompressionError(cause: Error): CompressionError {
  return new CompressionError(cause.message, { cause })
}

function give(engine: Engine, chunk: Buffer | null, state: EngineState): void {
  state.hasTaken = false
  if (chunk === null) engine.end()
  else engine.write(chunk, () => tell(state, { hasTaken: true }))
}

function watchEngine(engine: Engine): EngineState {
  const state: EngineState = {
    hasTaken: true,
    hasEnded: false,
    error: null,
    change: Promise.withResolvers(),
  }
  engine.on('readable', () => tell(state, {}))
  engine.on('end', () => tell(state, { hasEnded: true }))
  engine.on('error', (error) => tell(state, { error }))
  return state
}

function tell(state: EngineState, news: Partial<EngineState>): void {
  Object.assign(state, news)
  state.change.resolve()
  state.change = Promise.withResolvers()
}
