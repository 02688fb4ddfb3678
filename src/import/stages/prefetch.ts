/**
 * The same items, the next of them made while the one before is worked on: reading goes on while the database works.
 * One item more is held.
 */
export async function* prefetch<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  const source = items[Symbol.asyncIterator]()
  try {
    let next = source.next()
    for (;;) {
      const { done, value } = await next
      if (done === true) return
      next = source.next()
      // A failure of what is made ahead belongs to whoever asks for it; nobody may ask any more.
      next.catch(() => undefined)
      yield value
    }
  } finally {
    await source.return?.()
  }
}
