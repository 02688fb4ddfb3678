import { realpath, stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { AppError } from '../../errors.ts'
import { isSystemError } from './open-in-place.ts'

/**
 * Resolves the directory to import to its real path.
 * @param requested relative to the only directory that imports may read, or absolute and within it.
 * @throws AppError BAD_USER_INPUT if it doesn't exist, is not a directory, or is outside; an error for a path outside
 * doesn't reveal whether it exists.
 */
export async function resolveImportDirectory(
  legacyDataDirectory: string,
  requested: string,
): Promise<string> {
  const root = await findRealPath(legacyDataDirectory)
  if (root === null) throw refusal('LEGACY_DATA_DIR does not exist on the server, so nothing can be imported')
  const wanted = resolve(legacyDataDirectory, requested)
  if (!isWithin(wanted, legacyDataDirectory) && !isWithin(wanted, root)) throw outside(requested)
  const real = await findRealPath(wanted)
  if (real === null) throw refusal(`The directory "${requested}" does not exist in LEGACY_DATA_DIR`)
  if (!isWithin(real, root)) throw outside(requested)
  if (!(await stat(real)).isDirectory())
    throw refusal(`"${requested}" is not a directory; specify the one that contains users.json`)
  return real
}

/** Follows all links; null if the path does not exist. */
export async function findRealPath(path: string): Promise<string | null> {
  try {
    return await realpath(path)
  } catch (error) {
    if (isSystemError(error) && unreachableCodes.has(error.code)) return null
    throw error
  }
}

/** Does not exist, goes through a file, links to itself, is too long, or contains a NUL. */
const unreachableCodes = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'])

/** True for the directory itself and every path below it; links are not followed. */
export function isWithin(path: string, directory: string): boolean {
  const parent = resolve(directory)
  return path === parent || path.startsWith(parent.endsWith(sep) ? parent : parent + sep)
}

function outside(requested: string): AppError {
  return refusal(`"${requested}" is outside of LEGACY_DATA_DIR, the only directory that imports may read`)
}

function refusal(message: string): AppError {
  return new AppError('BAD_USER_INPUT', `${message}.`)
}
