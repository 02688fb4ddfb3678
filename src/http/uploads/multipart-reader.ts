import type { Readable } from 'node:stream'
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import { AppError } from '../../errors.ts'
import type { Upload } from '../../import/source/upload.ts'
import { parseRequestBytes, quote } from '../../json/parse-request.ts'
import { malformed, tooLarge, tooSlow, type UploadLimits } from './limits.ts'
import { type PlacedUploads, placeUploads } from './place-uploads.ts'

interface MultipartBody {
  readonly source: Readable
  readonly contentType: string
  readonly limits: UploadLimits
  /** Aborted when the request is answered: who waits for a file waits in vain. */
  readonly answered: AbortSignal
}

/** A body that is being read. */
interface Reading extends MultipartBody {
  readonly parser: BusboyInstance
  /** Aborted, with the reason, when nothing more is to be read. */
  readonly stopped: AbortController
  readonly placed: PromiseWithResolvers<PlacedUploads>
  readonly fields: Map<string, Buffer>
  /** Names of parts whose reading has started. */
  readonly begun: Set<string>
  uploads: ReadonlyMap<string, Upload> | undefined
  current: BusboyFileStream | undefined
}

const maxPartHeaderBytes = 16 * 1024
const fieldNames = ['operations', 'map']

/**
 * Reads a body as the GraphQL multipart request specification says, and returns its operation as soon as the first
 * file is about to come. From then on the files come at the pace at which they are read: nothing of them is held, and
 * what goes wrong is thrown to their reader.
 * @throws AppError BAD_USER_INPUT, UPLOAD_TOO_LARGE, UPLOAD_TIMEOUT, UPLOAD_ABORTED.
 */
export async function readMultipart(body: MultipartBody): Promise<unknown> {
  const reading: Reading = {
    ...body,
    parser: createParser(body),
    stopped: new AbortController(),
    placed: Promise.withResolvers(),
    fields: new Map(),
    begun: new Set(),
    uploads: undefined,
    current: undefined,
  }
  body.answered.addEventListener('abort', () => stop(reading, body.answered.reason))
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
      // A file may have no name, and for a field the parser would replace invalid UTF-8.
      isPartAFile: (name) => name !== undefined,
    })
  } catch (error) {
    throw malformed(`${error instanceof Error ? error.message : String(error)}.`)
  }
}

function listen(reading: Reading): void {
  const { parser, limits } = reading
  parser.on('field', () => stop(reading, malformed('a part has no name.')))
  parser.on('file', (name, file, fileName) => takePart(reading, name, file, fileName))
  parser.on('filesLimit', () => stop(reading, tooLarge('The multipart request', limits.files, 'files')))
  parser.on('error', (error) => {
    stop(reading, malformed(`${error instanceof Error ? error.message : String(error)}.`))
  })
}

/** Ends all at the first thing that goes wrong: later ones are only what follows from it. */
function stop(reading: Reading, reason: unknown): void {
  const { stopped, placed, uploads, current } = reading
  if (stopped.signal.aborted) return
  stopped.abort(reason)
  placed.reject(reason)
  for (const upload of uploads?.values() ?? []) upload.fail(reason)
  current?.destroy()
}

function takePart(reading: Reading, name: string, file: BusboyFileStream, fileName: string): void {
  const { limits, begun } = reading
  // The parser emits errors on a file that the reader already knows of, or that is not being read.
  file.on('error', () => undefined)
  file.on('limit', () => stop(reading, tooLarge(`The file ${quote(name)}`, limits.fileBytes, 'bytes')))
  reading.current = file
  const taken = fieldNames.includes(name)
    ? takeField(reading, name, file)
    : takeFile(reading, name, file, fileName)
  begun.add(name)
  taken.catch((error: unknown) => stop(reading, error))
}

async function takeField(reading: Reading, name: string, file: BusboyFileStream): Promise<void> {
  const { fields, limits, placed, begun } = reading
  if (begun.has(name)) throw malformed('it contains "operations" or "map" twice.')
  fields.set(name, await readField(reading, name, file))
  const { operations, map } = Object.fromEntries(fields)
  if (operations === undefined || map === undefined) return
  const operation = parseField('operations', operations)
  const result = placeUploads(operation, parseField('map', map), limits.files)
  reading.uploads = result.uploads
  placed.resolve(result)
}

async function readField(
  { limits, stopped }: Reading,
  name: string,
  file: BusboyFileStream,
): Promise<Buffer> {
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

async function takeFile(
  reading: Reading,
  name: string,
  file: BusboyFileStream,
  fileName: string,
): Promise<void> {
  const upload = await findUpload(reading, name)
  upload.arrive({ fileName, bytes: readFileChunks(file, reading.stopped.signal) })
}

/** The place of a file that begins. */
async function findUpload({ placed, begun }: Reading, name: string): Promise<Upload> {
  if (begun.has(name)) throw malformed(`it contains the file ${quote(name)} twice.`)
  if (fieldNames.some((field) => !begun.has(field))) {
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
    if (!reading.begun.has(name)) throw malformed(`the file ${quote(name)} of "map" is missing.`)
  }
}

function write(parser: BusboyInstance, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.write(chunk, (error) => (error ? reject(error) : resolve()))
  })
}

/** The parser ends when the last file has been read, or all is stopped. */
async function finish({ parser, stopped }: Reading): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  stopped.signal.addEventListener('abort', () => reject(stopped.signal.reason))
  stopped.signal.throwIfAborted()
  parser.once('finish', resolve)
  parser.end()
  await promise
}

function requireFields({ begun }: Reading): void {
  const missing = fieldNames.find((field) => !begun.has(field))
  if (missing !== undefined) throw malformed(`the field "${missing}" is missing.`)
}

interface BodyReading {
  /** The body of a request. */
  readonly source: Readable
  readonly limits: Pick<UploadLimits, 'requestBytes' | 'idleMs' | 'totalMs'>
  readonly signal: AbortSignal
  /** Resolves when the next chunk is welcome. */
  write(chunk: Buffer): Promise<void>
}

/**
 * Hands a body on chunk by chunk, and asks for no more than is taken. Afterwards the source stands still, or is at
 * its end; it is never destroyed: the answer goes out over the same connection.
 * @throws AppError UPLOAD_TOO_LARGE, UPLOAD_TIMEOUT, UPLOAD_ABORTED; the signal's reason; what `write` throws.
 */
async function readBody({ source, limits, signal, write }: BodyReading): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let bytes = 0
  let written = Promise.resolve()
  let idle: NodeJS.Timeout | undefined
  const total = setTimeout(() => reject(tooSlow('The upload took', limits.totalMs)), limits.totalMs)
  const ask = () => {
    idle = setTimeout(() => reject(tooSlow('No byte of the upload came for', limits.idleMs)), limits.idleMs)
    source.resume()
  }
  const listeners = {
    data: (chunk: Buffer) => {
      clearTimeout(idle)
      source.pause()
      bytes += chunk.length
      if (bytes > limits.requestBytes) reject(tooLarge('The multipart request', limits.requestBytes, 'bytes'))
      else written = write(chunk).then(ask)
      written.catch(reject)
    },
    end: () => void written.then(resolve, reject),
    error: () => reject(clientGone()),
    close: () => void written.then(() => reject(clientGone()), reject),
  }
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort)
  for (const [event, listener] of Object.entries(listeners)) source.on(event, listener)
  ask()
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

function clientGone(): AppError {
  return new AppError('UPLOAD_ABORTED', 'The client went away before the upload had ended.')
}

/** Smaller ones may come out of memory that others share. */
const minReleasedBytes = 16 * 1024

/**
 * A file of a body, chunk by chunk; each is good until the next one is asked for. Whoever stops before the end lets
 * the rest go by.
 * @throws the signal's reason, when it is aborted.
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
 * Gives the memory of a chunk back at once: of a large upload the garbage would be 60 MB before anybody collects it,
 * and the process stays as large as it was. Only where no other piece of the body can lie in the same memory.
 */
function releaseChunk({ buffer, byteLength }: Buffer): void {
  const isAlone = byteLength === buffer.byteLength && byteLength >= minReleasedBytes
  if (isAlone && buffer instanceof ArrayBuffer) buffer.transfer(0)
}
