/** The GraphQL fields that are asked for of a row, or of the rows of a list. */
export interface SelectedFields {
  readonly names: ReadonlySet<string>
  /** Of a page: whether a cursor or `pageInfo` is asked for, so that it matters where its rows stand. */
  readonly hasPlace: boolean
  /** The same for the same fields. */
  readonly text: string
}

/** What fields need of a row. A field that is not named needs the property of its own name. */
export interface FieldNeeds {
  /** Properties that are there whatever is asked for. */
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

/** The columns as those of a subquery that has them: `contract.userId` of `contracts.user_id as userId`. */
export function ofSubquery<Subquery extends string, Column extends string>(
  subquery: Subquery,
  columns: readonly Column[],
) {
  return columns.map((column) => `${subquery}.${propertyOf(column)}` as const)
}

/**
 * Chooses among the columns of a page's subquery, which has all of them and a `sortKey`. PostgreSQL does not read what
 * is not chosen.
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
  // The audited cast: the type says the same in its own words.
  return property as PropertyOf<Column>
}
