import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { AppError } from '../../errors.ts'
import { findRealPath, isWithin } from '../stages/import-directory.ts'
import { DiskFailure, onDisk } from './disk-failure.ts'
import { findFreeTarget } from './export-target.ts'

/**
 * The real path of the directory to write: `requested`, relative to the only directory that exports may be written
 * below, which is made when it is missing, or absolute within it.
 * @throws AppError BAD_USER_INPUT when it is in use or elsewhere; of what is elsewhere nothing is told.
 */
export async function resolveExportDirectory(
  legacyExportDirectory: string,
  requested: string,
): Promise<string> {
  try {
    await onDisk('LEGACY_EXPORT_DIR', mkdir(legacyExportDirectory, { recursive: true, mode: 0o700 }))
    const wanted = resolve(legacyExportDirectory, requested)
    const root = await findRealPath(legacyExportDirectory)
    const isNamedWithin =
      isWithin(dirname(wanted), legacyExportDirectory) || isWithin(dirname(wanted), root ?? '')
    const parent = isNamedWithin ? await findRealPath(dirname(wanted)) : null
    // A link on the way may lead elsewhere.
    if (!isNamedWithin || root === null || (parent !== null && !isWithin(parent, root)))
      throw outside(requested)
    return await findFreeTarget(wanted)
  } catch (error) {
    if (error instanceof DiskFailure) throw new AppError('BAD_USER_INPUT', error.message, { cause: error })
    throw error
  }
}

function outside(requested: string): AppError {
  return new AppError(
    'BAD_USER_INPUT',
    `"${requested}" is not below LEGACY_EXPORT_DIR, the only directory that exports may be written to.`,
  )
}
