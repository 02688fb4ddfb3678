import { Upload } from '../../import/upload-scalar.ts'
import { isObject } from '../../json/json-value.ts'
import { quote } from '../../json/parse-request.ts'
import { malformed, tooLarge } from './limits.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** The operation of a multipart request, and the places of its files by the names of their parts. */
export interface PlacedUploads {
  readonly operation: JsonObject
  readonly uploads: ReadonlyMap<string, Upload>
}

/**
 * Puts an `Upload` into each place of the operation that the map names.
 * @throws AppError BAD_USER_INPUT for several operations or an invalid map; UPLOAD_TOO_LARGE for too many files.
 */
export function placeUploads(operations: unknown, map: unknown, maxFiles: number): PlacedUploads {
  if (Array.isArray(operations)) throw malformed('"operations" contains several operations; send one.')
  if (!isObject(operations)) throw malformed('"operations" is not an object with a "query".')
  if (!isObject(map)) {
    throw malformed(
      '"map" is not an object of lists of paths, such as {"0": ["variables.input.files.0.file"]}.',
    )
  }
  const entries = Object.entries(map)
  if (entries.length > maxFiles) throw tooLarge('The multipart request', maxFiles, 'files')
  const uploads = new Map<string, Upload>()
  for (const [name, paths] of entries) uploads.set(name, placeUpload(operations, requireOnePath(name, paths)))
  return { operation: operations, uploads }
}

/** A file arrives only once, so it can't be read for two places. */
function requireOnePath(name: string, paths: unknown): string {
  const [path, ...others]: unknown[] = Array.isArray(paths) ? paths : []
  if (typeof path === 'string' && others.length === 0) return path
  throw malformed(`"map" must give ${quote(name)} a list of one path.`)
}

function placeUpload(operation: JsonObject, path: string): Upload {
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  const parent = keys.reduce<unknown>(readMember, operation)
  if (keys[0] !== 'variables' || !isContainer(parent) || readMember(parent, last) !== null) {
    throw malformed(`"map" names ${quote(path)}, which is not a null in the variables.`)
  }
  const upload = new Upload()
  parent[last] = upload
  return upload
}

/** Reads own members only, never those of the prototype. */
function readMember(value: unknown, key: string): unknown {
  return isContainer(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** An object or an array: a path may lead through either. */
function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
