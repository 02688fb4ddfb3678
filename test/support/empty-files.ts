import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Writes an empty list to each of these paths below the directory. */
export async function putEmptyLists(directory: string, ...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), '[]')
  }
}
