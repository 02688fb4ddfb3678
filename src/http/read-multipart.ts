import type { Readable } from 'node:stream'
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import type { AppError } from '../errors.ts'
import type { Upload } from '../import/upload/upload.ts'
import { type PlacedUploads, placeUploads, quote } from './place-uploads.ts'
import { pump } from './pump.ts'
import { readFileChunks } from './read-file-chunks.ts'
import { malformed, tooLarge, type UploadLimits } from './upload-limits.ts'

export interface MultipartBody {
  readonly source: Readable
  readonly contentType: string
  readonly limits: UploadLimits
  /** Aborted when the request is answered: who waits for a file waits in vain. */
  readonly answered: AbortSignal
  /** @throws for text that is no JSON, or names what no object may have. */
  parseJson(text: string): Promise<unknown>
}

/** A body that is being read. */
interface Reading extends MultipartBody {
  readonly parser: BusboyInstance
  /** Aborted, with the reason, when nothing more is to be read. */
  readonly stopped: AbortController
  readonly placed: PromiseWithResolvers<PlacedUploads>
  readonly fields: Map<string, string>
  /** Names of files that have begun. */
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
        fields: fieldNames.length,
        fieldSize: Math.max(limits.operationsBytes, limits.mapBytes),
        fileSize: limits.fileBytes,
        files: limits.files,
        headerSize: maxPartHeaderBytes,
      },
      // A file may have no name: the map tells which parts are files.
      isPartAFile: (name) => name !== undefined && !fieldNames.includes(name),
    })
  } catch (error) {
    throw malformed(`${error instanceof Error ? error.message : String(error)}.`)
  }
}

function listen(reading: Reading): void {
  const { parser, limits } = reading
  parser.on('field', (name, text, _isNameCut, isCut) => {
    takeField(reading, name, text, isCut).catch((error: unknown) => stop(reading, error))
  })
  parser.on('file', (name, file, fileName) => takeFile(reading, name, file, fileName))
  parser.on('fieldsLimit', () => stop(reading, malformed('it has "operations" or "map" twice.')))
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

async function takeField(reading: Reading, name: string, text: string, isCut: boolean): Promise<void> {
  const { fields, limits, placed } = reading
  if (!fieldNames.includes(name)) throw malformed('a part has no name.')
  const limit = name === 'map' ? limits.mapBytes : limits.operationsBytes
  if (isCut || Buffer.byteLength(text) > limit)
    throw tooLarge(`The field ${quote(name)} of the multipart request`, limit, 'bytes')
  fields.set(name, text)
  const { operations, map } = Object.fromEntries(fields)
  if (operations === undefined || map === undefined) return
  const operation = await parseField(reading, 'operations', operations)
  const result = placeUploads(operation, await parseField(reading, 'map', map), limits.files)
  reading.uploads = result.uploads
  placed.resolve(result)
}

async function parseField({ parseJson }: Reading, name: string, text: string): Promise<unknown> {
  try {
    return await parseJson(text)
  } catch {
    throw malformed(`"${name}" is not valid JSON. A key named "__proto__" is refused too.`)
  }
}

function takeFile(reading: Reading, name: string, file: BusboyFileStream, fileName: string): void {
  const { limits, stopped } = reading
  // The parser raises errors on the file of which the reader has heard already, or which nobody reads.
  file.on('error', () => undefined)
  file.on('limit', () => stop(reading, tooLarge(`The file ${quote(name)}`, limits.fileBytes, 'bytes')))
  reading.current = file
  findUpload(reading, name)
    .then((upload) => upload.arrive({ fileName, bytes: readFileChunks(file, stopped.signal) }))
    .catch((error: unknown) => stop(reading, error))
}

/** The place of a file that begins. */
async function findUpload({ fields, placed, begun }: Reading, name: string): Promise<Upload> {
  if (fieldNames.some((field) => !fields.has(field))) {
    throw malformed(`"operations" and "map" must come before the file ${quote(name)}.`)
  }
  const upload = (await placed.promise).uploads.get(name)
  if (upload === undefined) throw malformed(`the file ${quote(name)} is not in "map".`)
  if (begun.has(name)) throw malformed(`the file ${quote(name)} comes twice.`)
  begun.add(name)
  return upload
}

async function receive(reading: Reading): Promise<void> {
  const { source, limits, parser, stopped } = reading
  const { signal } = stopped
  await pump({ source, limits, signal, write: (chunk) => write(parser, chunk) })
  await finish(reading)
  if (reading.uploads === undefined) throw missingFields(reading)
  for (const name of reading.uploads.keys()) {
    if (!reading.begun.has(name)) throw malformed(`the file ${quote(name)} of "map" did not come.`)
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

function missingFields({ fields }: Reading): AppError {
  const name = fieldNames.find((field) => !fields.has(field))
  return malformed(`the field "${name}" did not come.`)
}
