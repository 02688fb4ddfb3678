import { Parser, type ReadEntry } from 'tar'
import { type ArchiveEntry, refuseArchive } from './archive-entry.ts'

type TarEvent = { readonly entry: ReadEntry } | { readonly bytes: Buffer } | { readonly isEnd: true }

const types: Readonly<Record<string, ArchiveEntry['type']>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'folder',
  Link: 'link',
  SymbolicLink: 'link',
}

/**
 * The entries of a tar archive, in order.
 * @param chunks expanded, if it was compressed.
 * @throws AppError BAD_USER_INPUT for what is damaged, cut off or no tar archive.
 */
export async function* readTar(chunks: AsyncIterable<Buffer>): AsyncGenerator<ArchiveEntry, void> {
  const events = parseTar(chunks)
  try {
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      // What else comes belongs to an entry that nobody read.
      if (!('entry' in next.value)) continue
      const { path, type, mtime } = next.value.entry
      const content = takeContent(events)
      yield { path, type: types[type] ?? 'other', modifiedAt: mtime ?? null, content }
    }
  } finally {
    await events.return()
  }
}

async function* takeContent(events: AsyncGenerator<TarEvent, void>): AsyncGenerator<Buffer, void> {
  for (;;) {
    const next = await events.next()
    if (next.done === true || !('bytes' in next.value)) return
    yield next.value.bytes
  }
}

/** The entries flow: all that a chunk holds comes before the chunk is used up, so no more than one chunk is held. */
async function* parseTar(chunks: AsyncIterable<Buffer>): AsyncGenerator<TarEvent, void> {
  const events: TarEvent[] = []
  let warning: string | null = null
  let hasEnd = false
  const parser = new Parser({
    zstd: false,
    brotli: false,
    onwarn: (_code, message) => (warning ??= String(message)),
  })
  parser.on('eof', () => {
    hasEnd = true
  })
  parser.on('ignoredEntry', (entry: ReadEntry) => events.push({ entry }))
  parser.on('entry', (entry: ReadEntry) => {
    events.push({ entry })
    entry.on('data', (bytes) => events.push({ bytes }))
    entry.on('end', () => events.push({ isEnd: true }))
  })
  for await (const chunk of chunks) {
    try {
      // A copy: the parser keeps the part of a block that the chunk ends with.
      parser.write(Buffer.from(chunk))
    } catch (error) {
      warning = error instanceof Error ? error.message : String(error)
    }
    if (warning !== null) throw damaged(warning)
    yield* events.splice(0)
  }
  if (!hasEnd) throw damaged('it ends before its end')
}

function damaged(what: string): Error {
  return refuseArchive(`it is damaged (${what}). Unpack what can be, and import the folder`)
}
