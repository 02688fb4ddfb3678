/** The measured queries, in this order. */
export const queryNames = ['Q0', 'Q1', 'Q2', 'Q3', 'Q4', 'Q5'] as const
export type QueryName = (typeof queryNames)[number]

export const queryTitles: Readonly<Record<QueryName, string>> = {
  Q0: '{ __typename }',
  Q1: 'one contract by its id',
  Q2: 'the first 20 contracts, each with competitors, parameters and the latest 5 analyses',
  Q3: 'the 10 latest chat sessions, each with the 20 latest messages',
  Q4: 'the 100 latest analyses with owner, contract and the whole results',
  Q5: 'counts of the analyses by status',
}

/** A query in the form of one server's schema. */
export interface QueryForm {
  readonly text: string
  /** The path of the answer in `data`, after connections have become lists. */
  readonly path: readonly (string | number)[]
}

/** All queries for one server's schema, with the same field names and variables in every dialect. */
export type Dialect = Readonly<Record<QueryName, QueryForm>>

/** The variables of a query, which are the same in every dialect. */
export function variablesOf(name: QueryName, contractId: string): object {
  switch (name) {
    case 'Q0':
    case 'Q5':
      return {}
    case 'Q1':
      return { id: contractId }
    case 'Q2':
      return { first: 20, nested: 5 }
    case 'Q3':
      return { first: 10, nested: 20 }
    case 'Q4':
      return { first: 100 }
    default:
      return name satisfies never
  }
}
