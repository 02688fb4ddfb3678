import type { ArrivingFile, Upload } from './upload.ts'

/** Each with its file as the file comes. Of those that have come before, the order does not matter. */
export async function* inOrderOfArrival<Item extends { readonly upload: Upload }>(
  items: readonly Item[],
): AsyncGenerator<readonly [Item, ArrivingFile], void> {
  const turns = items.map(() => Promise.withResolvers<readonly [Item, ArrivingFile]>())
  let next = 0
  for (const item of items) {
    item.upload.arrival.then(
      (file) => turns[next++]?.resolve([item, file]),
      (error) => turns[next++]?.reject(error),
    )
  }
  // Of several that fail the first is heard.
  for (const { promise } of turns) promise.catch(() => undefined)
  for (const { promise } of turns) yield await promise
}

/**
 * The same items, until the signal is aborted: also while the next one does not come. Then the source is left as it
 * is, since it could not be asked to end before it answers.
 * @throws the signal's reason.
 */
export async function* untilAborted<Item>(
  items: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item, void> {
  const iterator = items[Symbol.asyncIterator]()
  for (;;) {
    const next = await orAborted(iterator.next(), signal)
    if (next.done === true) return
    yield next.value
  }
}

async function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort)
  try {
    signal.throwIfAborted()
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
    work.catch(() => undefined)
  }
}
