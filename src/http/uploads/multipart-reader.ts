import type { Readable } from 'node:stream'
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import { AppError } from '../../errors.ts'
import type { Upload } from '../../import/upload-scalar.ts'
import { parseRequestBytes, quote } from '../../json/parse-request.ts'
import { malformed, tooLarge, tooSlow, type UploadLimits } from './limits.ts'
import { type PlacedUploads, placeUploads } from './place-uploads.ts'

interface MultipartBody {
  readonly source: Readable
  readonly contentType: string
  readonly limits: UploadLimits
  /** Aborted when the response is sent: files that have not arrived by then are no longer wanted. */
  readonly responded: AbortSignal
}

/** The state of reading one body. */
interface Reading extends MultipartBody {
  readonly parser: BusboyInstance
  /** Aborted when reading stops early, with the reason. */
  readonly stopped: AbortController
  readonly placed: PromiseWithResolvers<PlacedUploads>
  readonly fields: Map<string, Buffer>
  /** The names of the parts that have started. */
  readonly started: Set<string>
  uploads: ReadonlyMap<string, Upload> | undefined
  current: BusboyFileStream | undefined
}

const maxPartHeaderBytes = 16 * 1024
const fieldNames = ['operations', 'map']

/**
 * Reads a body according to the GraphQL multipart request specification, and returns its operation before the first
 * file. The files are then received only as fast as they are read: none of their content is buffered, and errors are
 * thrown to their readers.
 * @throws AppError BAD_USER_INPUT, UPLOAD_TOO_LARGE, UPLOAD_TIMEOUT, UPLOAD_ABORTED.
 */
export async function readMultipart(body: MultipartBody): Promise<unknown> {
  const reading: Reading = {
    ...body,
    parser: createParser(body),
    stopped: new AbortController(),
    placed: Promise.withResolvers(),
    fields: new Map(),
    started: new Set(),
    uploads: undefined,
    current: undefined,
  }
  body.responded.addEventListener('abort', () => stop(reading, body.responded.reason))
  listen(reading)
  receive(reading).catch((error: unknown) => stop(reading, error))
  const { operation } = await reading.placed.promise
  return operation
}

function createParser({ contentType, limits }: MultipartBody): BusboyInstance {
  try {
    return Busboy({
      headers: { 'content-type': contentType },
      limits: {
        fileSize: limits.fileBytes,
        files: limits.files + fieldNames.length,
        headerSize: maxPartHeaderBytes,
      },
      // A file may have no file name, and in a field the parser would replace invalid UTF-8.
      isPartAFile: (name) => name !== undefined,
    })
  } catch (error) {
    throw malformed(`${error instanceof Error ? error.message : String(error)}.`)
  }
}

function listen(reading: Reading): void {
  const { parser, limits } = reading
  parser.on('field', () => stop(reading, malformed('a part has no name.')))
  parser.on('file', (name, file, fileName) => takePart(reading, { name, file, fileName }))
  parser.on('filesLimit', () => stop(reading, tooLarge('The multipart request', limits.files, 'files')))
  parser.on('error', (error) => {
    stop(reading, malformed(`${error instanceof Error ? error.message : String(error)}.`))
  })
}

/** Stops at the first error; later ones are its consequences. */
function stop(reading: Reading, reason: unknown): void {
  const { stopped, placed, uploads, current } = reading
  if (stopped.signal.aborted) return
  stopped.abort(reason)
  placed.reject(reason)
  for (const upload of uploads?.values() ?? []) upload.fail(reason)
  current?.destroy()
}

/** A field or a file: the parser treats both as files. */
interface Part {
  readonly name: string
  readonly file: BusboyFileStream
  readonly fileName: string
}

function takePart(reading: Reading, part: Part): void {
  const { limits, started } = reading
  const { name, file } = part
  // The file may emit errors that its reader has already received, or while nothing reads it.
  file.on('error', () => undefined)
  file.on('limit', () => stop(reading, tooLarge(`The file ${quote(name)}`, limits.fileBytes, 'bytes')))
  reading.current = file
  const taken = fieldNames.includes(name) ? takeField(reading, part) : takeFile(reading, part)
  started.add(name)
  taken.catch((error: unknown) => stop(reading, error))
}

async function takeField(reading: Reading, part: Part): Promise<void> {
  const { fields, limits, placed, started } = reading
  const { name } = part
  if (started.has(name)) throw malformed('it contains "operations" or "map" twice.')
  fields.set(name, await readField(reading, part))
  const { operations, map } = Object.fromEntries(fields)
  if (operations === undefined || map === undefined) return
  const operation = parseField('operations', operations)
  const result = placeUploads(operation, parseField('map', map), limits.files)
  reading.uploads = result.uploads
  placed.resolve(result)
}

async function readField({ limits, stopped }: Reading, { name, file }: Part): Promise<Buffer> {
  const limit = name === 'map' ? limits.mapBytes : limits.operationsBytes
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of readFileChunks(file, stopped.signal)) {
    bytes += chunk.length
    if (bytes > limit) throw tooLarge(`The field ${quote(name)} of the multipart request`, limit, 'bytes')
    chunks.push(Buffer.from(chunk))
  }
  return Buffer.concat(chunks)
}

function parseField(name: string, bytes: Buffer): unknown {
  const parsed = parseRequestBytes(bytes)
  if ('value' in parsed) return parsed.value
  throw malformed(`"${name}" ${parsed.problem}.`)
}

async function takeFile(reading: Reading, { name, file, fileName }: Part): Promise<void> {
  const upload = await findUpload(reading, name)
  upload.start({ fileName, bytes: readFileChunks(file, reading.stopped.signal) })
}

/** The place in the operation of a file that starts. */
async function findUpload({ placed, started }: Reading, name: string): Promise<Upload> {
  if (started.has(name)) throw malformed(`it contains the file ${quote(name)} twice.`)
  if (fieldNames.some((field) => !started.has(field))) {
    throw malformed(`"operations" and "map" must come before the file ${quote(name)}.`)
  }
  const upload = (await placed.promise).uploads.get(name)
  if (upload === undefined) throw malformed(`the file ${quote(name)} is not in "map".`)
  return upload
}

async function receive(reading: Reading): Promise<void> {
  const { source, limits, parser, stopped } = reading
  const { signal } = stopped
  await readBody({ source, limits, signal, write: (chunk) => write(parser, chunk) })
  await finish(reading)
  requireFields(reading)
  const { uploads } = await reading.placed.promise
  for (const name of uploads.keys()) {
    if (!reading.started.has(name)) throw malformed(`the file ${quote(name)} of "map" is missing.`)
  }
}

function write(parser: BusboyInstance, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.write(chunk, (error) => (error ? reject(error) : resolve()))
  })
}

/** The parser finishes when the last file has been read. */
async function finish({ parser, stopped }: Reading): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  stopped.signal.addEventListener('abort', () => reject(stopped.signal.reason))
  stopped.signal.throwIfAborted()
  parser.once('finish', resolve)
  parser.end()
  await promise
}

function requireFields({ started }: Reading): void {
  const missing = fieldNames.find((field) => !started.has(field))
  if (missing !== undefined) throw malformed(`the field "${missing}" is missing.`)
}

interface BodyReading {
  /** The body of a request. */
  readonly source: Readable
  readonly limits: Pick<UploadLimits, 'requestBytes' | 'idleMs' | 'totalMs'>
  readonly signal: AbortSignal
  /** Resolves when it accepts the next chunk. */
  write(chunk: Buffer): Promise<void>
}

/**
 * Passes a body on chunk by chunk, with backpressure and time limits. Afterwards the source is paused or at its end. It
 * is never destroyed, because the response is sent over the same connection.
 * @throws AppError UPLOAD_TOO_LARGE, UPLOAD_TIMEOUT, UPLOAD_ABORTED; the signal's reason; the errors of `write`.
 */
async function readBody({ source, limits, signal, write }: BodyReading): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let bytes = 0
  let written = Promise.resolve()
  let idle: NodeJS.Timeout | undefined
  const total = setTimeout(() => reject(tooSlow('The upload took', limits.totalMs)), limits.totalMs)
  const requestChunk = () => {
    idle = setTimeout(
      () => reject(tooSlow('No bytes of the upload arrived for', limits.idleMs)),
      limits.idleMs,
    )
    source.resume()
  }
  const listeners = {
    data: (chunk: Buffer) => {
      clearTimeout(idle)
      source.pause()
      bytes += chunk.length
      if (bytes > limits.requestBytes) reject(tooLarge('The multipart request', limits.requestBytes, 'bytes'))
      else written = write(chunk).then(requestChunk)
      written.catch(reject)
    },
    end: () => void written.then(resolve, reject),
    error: () => reject(clientDisconnected()),
    close: () => void written.then(() => reject(clientDisconnected()), reject),
  }
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort)
  for (const [event, listener] of Object.entries(listeners)) source.on(event, listener)
  requestChunk()
  try {
    await promise
  } finally {
    clearTimeout(idle)
    clearTimeout(total)
    signal.removeEventListener('abort', onAbort)
    for (const [event, listener] of Object.entries(listeners)) source.off(event, listener)
    source.on('error', () => undefined).pause()
  }
}

function clientDisconnected(): AppError {
  return new AppError('UPLOAD_ABORTED', 'The client disconnected before the upload was complete.')
}

/** Smaller chunks may share their memory with others. */
const minReleasedBytes = 16 * 1024

/**
 * Reads a file of the body; a chunk is valid until the next one is requested. If the reader stops early, the rest is
 * discarded.
 * @throws the signal's reason when it is aborted.
 */
async function* readFileChunks(file: BusboyFileStream, stopped: AbortSignal): AsyncGenerator<Buffer, void> {
  try {
    for await (const chunk of file.iterator({ destroyOnReturn: false })) {
      yield chunk
      releaseChunk(chunk)
    }
  } catch (error) {
    stopped.throwIfAborted()
    throw error
  } finally {
    file.resume()
  }
  stopped.throwIfAborted()
}

/**
 * Releases the memory of a chunk immediately. In a large upload, 60 MB would pile up before garbage collection, and the
 * process would keep that size. Only done if no other part of the body can be in the same memory.
 */
function releaseChunk({ buffer, byteLength }: Buffer): void {
  const isAlone = byteLength === buffer.byteLength && byteLength >= minReleasedBytes
  if (isAlone && buffer instanceof ArrayBuffer) buffer.transfer(0)
}
