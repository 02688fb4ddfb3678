/** Characters of a shape that is worth keeping. */
const maxShapeLength = 200

/**
 * All that a cost can depend on in the values of the variables, as text: which are there, numbers and truth values,
 * lengths of lists, members of objects, whether a text is empty. Different shapes are different texts.
 * @returns undefined for a shape that is too long to be kept.
 */
export function describeShape(
  names: readonly string[],
  variables: Readonly<Record<string, unknown>>,
): string | undefined {
  let shape = ''
  for (const name of names) shape = extendShape(shape, variables[name])
  return shape.length > maxShapeLength ? undefined : shape
}

/** Gives a text that is too long back as it is, so that a large value is not walked to its end. */
function extendShape(shape: string, value: unknown): string {
  if (shape.length > maxShapeLength) return shape
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? extendByItems(shape, value) : extendByMembers(shape, value)
  }
  return shape + describeScalar(value)
}

function describeScalar(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return '_'
    case 'string':
      return value === '' ? 'e' : 's'
    case 'boolean':
      return value ? 't' : 'f'
    case 'number':
      return `${value};`
    default:
      return value === null ? 'n' : 'x'
  }
}

function extendByItems(shape: string, items: readonly unknown[]): string {
  let extended = `${shape}[`
  for (const item of items) {
    if (extended.length > maxShapeLength) break
    extended = extendShape(extended, item)
  }
  return `${extended}]`
}

/** The names in quotes: those of a JSON value may hold any sign. */
function extendByMembers(shape: string, members: object): string {
  let extended = `${shape}{`
  for (const [name, value] of Object.entries(members)) {
    if (extended.length > maxShapeLength) break
    extended = extendShape(extended + JSON.stringify(name), value)
  }
  return `${extended}}`
}
