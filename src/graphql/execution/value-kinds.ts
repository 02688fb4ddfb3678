/** Whether a value can have properties. */
export function hasProperties(value: unknown): value is Readonly<Record<string, unknown>> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

/** Whether a value is a promise, by graphql-js's criterion: it has a method `then`. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return hasProperties(value) && typeof value.then === 'function'
}

/** Whether a value is a list of any kind, but not a string. */
export function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Symbol.iterator in value &&
    typeof value[Symbol.iterator] === 'function'
  )
}
