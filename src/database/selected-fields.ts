/** The GraphQL fields that are asked for of a row. */
export interface SelectedFields {
  readonly names: ReadonlySet<string>
  /** The same for the same names. */
  readonly text: string
}

/** What fields need of a row. A field that is not named needs the property of its own name. */
export interface FieldNeeds {
  /** Properties that are there whatever is asked for. */
  readonly always: readonly string[]
  readonly byField?: Readonly<Record<string, readonly string[]>>
}

/**
 * Those of a store's columns, such as `contracts.id` or `contracts.user_id as userId`, that the fields need; all of
 * them when it is not known what is asked for. The rows have the type of whole ones: a resolver that reads a property
 * of another name must be named in the needs.
 */
export function chooseColumns<Column extends string>(
  columns: readonly Column[],
  fields: SelectedFields | undefined,
  { always, byField = {} }: FieldNeeds,
): readonly Column[] {
  if (fields === undefined) return columns
  const properties = new Set(always)
  for (const name of fields.names) for (const property of byField[name] ?? [name]) properties.add(property)
  return columns.filter((column) => properties.has(propertyOf(column)))
}

function propertyOf(column: string): string {
  return column.slice(Math.max(column.lastIndexOf('.'), column.lastIndexOf(' ')) + 1)
}
