/** Maximum characters of a shape that is cached. */
const maxShapeLength = 200
/** Maximum characters of all texts together, within the limit of any argument: longer ones are checked every time. */
const maxTextsLength = 200

/**
 * Everything in the variables that a cost can depend on, as text: which variables are present, numbers, booleans, lengths
 * of lists, members of objects, and whether a text is empty. Different shapes have different texts.
 * @returns undefined for long values, which are unlikely to be repeated or must be measured.
 */
export function describeShape(
  names: readonly string[],
  variables: Readonly<Record<string, unknown>>,
): string | undefined {
  const writer = new ShapeWriter()
  for (const name of names) writer.add(variables[name])
  return writer.isLong ? undefined : writer.shape
}

class ShapeWriter {
  shape = ''
  textsLength = 0

  get isLong(): boolean {
    return this.shape.length > maxShapeLength || this.textsLength > maxTextsLength
  }

  /** Stops when the text is too long, so that a large value is not walked to its end. */
  add(value: unknown): void {
    if (this.isLong) return
    if (typeof value !== 'object' || value === null) this.shape += this.describeScalar(value)
    else if (Array.isArray(value)) this.addItems(value)
    else this.addMembers(value)
  }

  describeScalar(value: unknown): string {
    switch (typeof value) {
      case 'undefined':
        return '_'
      case 'string':
        this.textsLength += value.length
        return value === '' ? 'e' : 's'
      case 'boolean':
        return value ? 't' : 'f'
      case 'number':
        return `${value};`
      default:
        return value === null ? 'n' : 'x'
    }
  }

  addItems(items: readonly unknown[]): void {
    this.shape += '['
    for (const item of items) {
      if (this.isLong) return
      this.add(item)
    }
    this.shape += ']'
  }

  /** Quotes the names, because keys of a JSON value may contain any character. */
  addMembers(members: object): void {
    this.shape += '{'
    for (const [name, value] of Object.entries(members)) {
      if (this.isLong) return
      this.shape += JSON.stringify(name)
      this.add(value)
    }
    this.shape += '}'
  }
}
