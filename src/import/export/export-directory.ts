import { randomBytes } from 'node:crypto'
import { lstat, mkdir, open, opendir, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '../../errors.ts'
import { DiskFailure } from '../failure.ts'
import { findRealPath, isWithin } from '../source/import-directory.ts'
import { type HeldDirectory, holdDirectory, isSystemError, PathReplaced } from '../source/open-in-place.ts'
import { onDisk } from './disk-failure.ts'

/**
 * Returns the real path of an export directory that a client requested: relative to LEGACY_EXPORT_DIR, which is created
 * if missing, or absolute and within it.
 * @throws AppError BAD_USER_INPUT if it is in use or outside; the message reveals nothing about directories outside.
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
    // A symbolic link in the path may lead outside.
    const isOutside = !isNamedWithin || root === null || (parent !== null && !isWithin(parent, root))
    if (isOutside) throw outsideExportDirectory(requested)
    return await findFreeTarget(wanted)
  } catch (error) {
    if (error instanceof DiskFailure) throw new AppError('BAD_USER_INPUT', error.message, { cause: error })
    throw error
  }
}

function outsideExportDirectory(requested: string): AppError {
  return new AppError(
    'BAD_USER_INPUT',
    `"${requested}" is not below LEGACY_EXPORT_DIR, the only directory that exports may be written to.`,
  )
}

/**
 * Returns the real path of a directory that an export can create or fill.
 * @throws DiskFailure that describes the problem and the fix.
 */
export async function findFreeTarget(directory: string): Promise<string> {
  const wanted = resolve(directory)
  const parent = await findParent(wanted)
  const target = join(parent, basename(wanted))
  await checkFree(target, parent)
  return target
}

async function findParent(wanted: string): Promise<string> {
  const parent = dirname(wanted)
  try {
    return await realpath(parent)
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new DiskFailure(`${wanted} can't be created: the directory ${parent} does not exist.`, {
      cause: error,
    })
  }
}

/** A mount point can't be replaced by renaming, and a symbolic link can't be replaced by a directory. */
async function checkFree(target: string, parent: string): Promise<void> {
  const found = await onDisk(target, lstat(target).catch(ignoreMissing))
  if (found === undefined) return
  if (!found.isDirectory()) throw new DiskFailure(`${target} is not a directory. Specify a directory.`)
  if (found.dev !== (await lstat(parent)).dev || target === parent) {
    throw new DiskFailure(`${target} is the root of a file system. Specify a directory below it.`)
  }
  for await (const { name } of await onDisk(target, opendir(target))) {
    throw new DiskFailure(`${target} is not empty: it contains ${name}. Specify a new or empty directory.`)
  }
}

function ignoreMissing(error: unknown): undefined {
  if (!isSystemError(error) || error.code !== 'ENOENT') throw error
}

/** An export is written to a temporary directory beside its target, which it replaces when it is complete. */
export interface ExportTarget {
  /** The temporary directory. */
  readonly partial: string
  /** Flushes everything to disk and renames the temporary directory to the target. */
  publish(): Promise<void>
  /** Deletes the temporary directory, unless it has been published, and releases all resources. */
  discard(): Promise<void>
}

/** Directories that are kept open, so that symbolic links created later in their paths have no effect. */
interface HeldTarget {
  /** The directory that the export becomes. */
  readonly target: string
  readonly parent: HeldDirectory
  /** Name within `parent`. */
  readonly partialName: string
  readonly partial: HeldDirectory
}

const maxConcurrentSyncs = 32

/**
 * Prepares to write a directory that is empty or does not exist.
 * @param directory a real path except for its last part. Symbolic links created later in the path are not followed.
 * @throws DiskFailure that describes the problem and the fix; nothing has been created then.
 */
export async function createExportTarget(directory: string): Promise<ExportTarget> {
  const held = await holdTarget(directory)
  const { target, parent, partial, partialName } = held
  return {
    partial: partial.path,
    publish: async () => {
      await syncTree(partial.path)
      await checkUnchanged(held)
      await onDisk(target, rename(join(parent.path, partialName), join(parent.path, basename(target))))
      await syncDirectory(parent.path)
    },
    discard: async () => {
      await partial.close()
      await rm(join(parent.path, partialName), { recursive: true, force: true, maxRetries: 2 })
      await parent.close()
    },
  }
}

async function holdTarget(directory: string): Promise<HeldTarget> {
  const target = await findFreeTarget(directory)
  // The path was resolved when the export was requested; its parent may have been replaced by a link since then.
  if (target !== resolve(directory)) throw pathReplaced(dirname(directory))
  const partialName = `.${basename(target)}.partial-${randomBytes(6).toString('hex')}`
  const parent = await hold(dirname(target))
  try {
    const partial = join(parent.path, partialName)
    await onDisk(partial, mkdir(partial, { mode: 0o700 }))
    return { target, parent, partialName, partial: await hold(join(dirname(target), partialName)) }
  } catch (error) {
    await parent.close()
    throw error
  }
}

async function hold(path: string): Promise<HeldDirectory> {
  try {
    return await onDisk(path, holdDirectory(path))
  } catch (error) {
    if (error instanceof PathReplaced) throw pathReplaced(path, error)
    throw error
  }
}

/** @throws DiskFailure if the name no longer refers to the directory that was written. */
async function checkUnchanged({ target, parent, partialName, partial }: HeldTarget): Promise<void> {
  const path = join(parent.path, partialName)
  const [named, written] = await onDisk(path, Promise.all([lstat(path), stat(partial.path)]))
  if (named.ino !== written.ino || named.dev !== written.dev) {
    throw pathReplaced(join(dirname(target), partialName))
  }
}

function pathReplaced(path: string, cause?: unknown): DiskFailure {
  return new DiskFailure(`${path} can't be written: it was replaced by another file or directory.`, { cause })
}

/** Flushes the directory and everything in it to disk. */
async function syncTree(directory: string): Promise<void> {
  let pending: Promise<void>[] = []
  for await (const entry of await onDisk(directory, opendir(directory))) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) await syncTree(path)
    else pending.push(syncPath(path))
    if (pending.length < maxConcurrentSyncs) continue
    await Promise.all(pending)
    pending = []
  }
  await Promise.all(pending)
  await syncDirectory(directory)
}

/** Windows can't open directories, and does not need to: it writes directory entries immediately. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform !== 'win32') await syncPath(path)
}

async function syncPath(path: string): Promise<void> {
  const handle = await onDisk(path, open(path, 'r'))
  try {
    await onDisk(path, handle.sync())
  } finally {
    await handle.close()
  }
}
