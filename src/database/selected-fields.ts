/** The selected GraphQL fields of a row, or of the rows of a list. */
export interface SelectedFields {
  readonly names: ReadonlySet<string>
  /** For a page: whether a cursor or `pageInfo` is selected, which need the rows' positions. */
  readonly hasPlace: boolean
  /** Equal for equal selections. */
  readonly text: string
}

/** The properties of a row that fields need. A field that is not listed needs the property with its name. */
export interface FieldNeeds {
  /** Properties that are always read. */
  readonly always: readonly string[]
  readonly byField?: Readonly<Record<string, readonly string[]>>
}

/** `userId` of `contracts.user_id as userId`, and `id` of `contracts.id`. */
export type PropertyOf<Column extends string> = Column extends `${string} as ${infer Property}`
  ? Property
  : Column extends `${string}.${infer Property}`
    ? Property
    : never

/**
 * Chooses the columns of a store, such as `contracts.id` or `contracts.user_id as userId`, that the fields need; all if the
 * selection is unknown. The rows have the type of complete ones: if a resolver reads a property with another name than its
 * field, the needs must list it.
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

/** The same columns of a subquery that selects them: `contract.userId` for `contracts.user_id as userId`. */
export function ofSubquery<Subquery extends string, Column extends string>(
  subquery: Subquery,
  columns: readonly Column[],
) {
  return columns.map((column) => `${subquery}.${propertyOf(column)}` as const)
}

/**
 * Chooses columns of a page's subquery, which selects all of them and a `sortKey`. PostgreSQL does not read the others.
 */
export function choosePageColumns<Subquery extends string, Column extends string>(
  subquery: Subquery,
  columns: readonly Column[],
  fields: SelectedFields | undefined,
  needs: FieldNeeds,
) {
  if (fields?.hasPlace === false) return ofSubquery(subquery, chooseColumns(columns, fields, needs))
  const always = [...needs.always, 'id']
  return [
    ...ofSubquery(subquery, chooseColumns(columns, fields, { ...needs, always })),
    `${subquery}.sortKey` as const,
  ]
}

function propertyOf<Column extends string>(column: Column): PropertyOf<Column> {
  const property = column.slice(Math.max(column.lastIndexOf('.'), column.lastIndexOf(' ')) + 1)
  // The cast is correct because PropertyOf describes the same operation on types.
  return property as PropertyOf<Column>
}
