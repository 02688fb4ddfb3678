import {
  buildSchema,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  parse,
  validate,
} from 'graphql'
import { expect } from 'vitest'
import { executePlan } from '../../src/graphql/execution/execute-plan.ts'
import { createQueryPlans } from '../../src/graphql/execution/query-plans.ts'

/** Fields of every nullability, and abstract types. */
export const printed = `
  interface Thing { id: ID! sure: String! maybe: String thing: Thing things: [Thing!]! }
  type One implements Thing { id: ID! sure: String! maybe: String thing: Thing things: [Thing!]! one(n: Int! = 1, of: Of): String }
  type Two implements Thing { id: ID! sure: String! maybe: String thing: Thing things: [Thing!]! two: Boolean! }
  input Of { list: [Int!] }
  type Query { one: One sureOne: One! things: [Thing] ones: [One!]! number: Int text(value: String!): String thing: Thing }
`
export const schema = buildSchema(printed)

type Values = Readonly<Record<string, unknown>>

/** Plans the query and executes it twice, and by graphql-js. */
export async function compare(text: string, rootValue: () => unknown, variables: Values = {}, of = schema) {
  const { plans, document, coerced } = prepare(text, variables, of)
  const plan = plans?.find(coerced)
  if (plans === undefined || plan === undefined) throw new Error(`There is no plan for ${text}`)
  const expected = toText(
    await execute({ schema: of, document, variableValues: variables, rootValue: rootValue() }),
  )
  for (const _time of [1, 2]) {
    const input = { rootValue: rootValue(), contextValue: undefined, variableValues: coerced }
    expect(toText(await executePlan(plans.planned, plan, input))).toBe(expected)
  }
  return JSON.parse(expected)
}

/** Plans a valid query. */
export function prepare(text: string, variables: Values = {}, of: GraphQLSchema = schema) {
  const document = parse(text)
  expect(validate(of, document)).toEqual([])
  const operation = getOperationAST(document)
  if (operation == null) throw new Error('The document has no operation.')
  const { coerced } = getVariableValues(of, operation.variableDefinitions ?? [], variables)
  if (coerced === undefined) throw new Error('The variables are wrong.')
  return { document, coerced, plans: createQueryPlans({ schema: of, document, operation }) }
}

function toText({ data, errors = [] }: ExecutionResult): string {
  return JSON.stringify({ data, errors: errors.map((error) => JSON.stringify(error)).toSorted() })
}
