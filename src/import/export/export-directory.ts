import { randomBytes } from 'node:crypto'
import { lstat, mkdir, open, opendir, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '../../errors.ts'
import { findRealPath, isWithin } from '../source/import-directory.ts'
import { type HeldDirectory, holdDirectory, isSystemError, PathReplaced } from '../source/open-in-place.ts'
import { DiskFailure, onDisk } from './disk-failure.ts'

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
      throw outsideExportDirectory(requested)
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

/** Where an export is written: beside its place first, and into it when all of it is there. */
interface ExportTarget {
  /** The directory to write into. */
  readonly partial: string
  /** Makes sure that everything is on the disk, and gives the directory its name. */
  publish(): Promise<void>
  /** Removes what has been written, unless it has been published. */
  discard(): Promise<void>
}

/** The directory to write to, kept open so that links created later on its path have no effect. */
interface HeldTarget {
  /** The directory that the export becomes. */
  readonly target: string
  readonly parent: HeldDirectory
  /** Within `parent`. */
  readonly partialName: string
  readonly partial: HeldDirectory
}

/** What is asked of the disk at once. */
const syncedAtOnce = 32

/**
 * Prepares to write a directory that does not exist yet or is empty.
 * @param directory a real path except for its last part; links created later on its path are not followed.
 * @throws DiskFailure that names the remedy; nothing has been made then.
 */
export async function createExportTarget(directory: string): Promise<ExportTarget> {
  const held = await holdTarget(directory)
  const { target, parent, partial, partialName } = held
  return {
    partial: partial.path,
    publish: async () => {
      await syncTree(partial.path)
      await requireSame(held)
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
  // The directory was found when the export was requested; its parent may have been replaced by a link.
  if (target !== resolve(directory)) throw replaced(dirname(directory))
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
    if (error instanceof PathReplaced) throw replaced(path, error)
    throw error
  }
}

/** @throws DiskFailure if the name no longer refers to the directory that was written. */
async function requireSame({ target, parent, partialName, partial }: HeldTarget): Promise<void> {
  const path = join(parent.path, partialName)
  const [named, written] = await onDisk(path, Promise.all([lstat(path), stat(partial.path)]))
  if (named.ino !== written.ino || named.dev !== written.dev)
    throw replaced(join(dirname(target), partialName))
}

function replaced(path: string, cause?: unknown): DiskFailure {
  return new DiskFailure(`${path} can't be written: it was replaced by another file or directory.`, { cause })
}

/**
 * The real path of a directory that an export could become.
 * @throws DiskFailure that names the remedy, when it is in use or can't be one.
 */
export async function findFreeTarget(directory: string): Promise<string> {
  const wanted = resolve(directory)
  const parent = await findParent(wanted)
  const target = join(parent, basename(wanted))
  await requireFree(target, parent)
  return target
}

async function findParent(wanted: string): Promise<string> {
  const parent = dirname(wanted)
  try {
    return await realpath(parent)
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new DiskFailure(`There is no directory ${parent} to make ${basename(wanted)} in.`, { cause: error })
  }
}

/** A mount point can't be replaced, nor can a link become a directory. */
async function requireFree(target: string, parent: string): Promise<void> {
  const found = await onDisk(target, lstat(target).catch(ignoreMissing))
  if (found === undefined) return
  if (!found.isDirectory()) throw new DiskFailure(`${target} is no directory. Name another one.`)
  if (found.dev !== (await lstat(parent)).dev || target === parent) {
    throw new DiskFailure(`${target} is the root of a file system. Name a directory below it.`)
  }
  for await (const { name } of await onDisk(target, opendir(target))) {
    throw new DiskFailure(`${target} is not empty: ${name} is in it. Name a directory that is new or empty.`)
  }
}

function ignoreMissing(error: unknown): undefined {
  if (!isSystemError(error) || error.code !== 'ENOENT') throw error
}

/** Sees everything in the directory, and the directory itself, written to the disk. */
async function syncTree(directory: string): Promise<void> {
  let waiting: Promise<void>[] = []
  for await (const entry of await onDisk(directory, opendir(directory))) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) await syncTree(path)
    else waiting.push(syncPath(path))
    if (waiting.length < syncedAtOnce) continue
    await Promise.all(waiting)
    waiting = []
  }
  await Promise.all(waiting)
  await syncDirectory(directory)
}

/** Windows opens no directory, and writes its names at once. */
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
