/** What has properties. */
export function hasProperties(value: unknown): value is Readonly<Record<string, unknown>> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

/** Whether something is a promise, as graphql-js decides it: by its method `then`. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return hasProperties(value) && typeof value.then === 'function'
}

/** A list of any kind, but no text. */
export function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Symbol.iterator in value &&
    typeof value[Symbol.iterator] === 'function'
  )
}
