/** A path that a job found and could not use. */
export interface SkippedPath {
  /** Relative to the imported directory; a directory's path ends with `/`. */
  readonly path: string
  readonly reason: string
}

/** Paths that a job lists; any others are only counted. */
export const maxSkippedPaths = 1000

/** The list with the paths that still fit in. */
export function addSkippedPaths(
  list: readonly SkippedPath[],
  paths: readonly SkippedPath[],
): readonly SkippedPath[] {
  const room = maxSkippedPaths - list.length
  return room > 0 && paths.length > 0 ? [...list, ...paths.slice(0, room)] : list
}
