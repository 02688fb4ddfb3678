import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  getOperationAST,
  getVariableValues,
  parse,
  validate,
} from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { executePlan } from '../../src/graphql/execution/execute-plan.ts'
import { createQueryPlans } from '../../src/graphql/execution/query-plans.ts'
import { createSchema } from '../../src/graphql/server.ts'
import { createRandom } from '../support/random.ts'
import { createRandomQuery, type RandomQuery } from '../support/random-queries/random-query.ts'
import { PromiseQueue, setRandomResolvers } from '../support/random-queries/random-resolvers.ts'
import { findCount, findSeed } from '../support/random-seed.ts'

const documents = findCount('DOCUMENTS', { full: 20_000, short: 2_000 })
const seed = findSeed('DOCUMENT_SEED')

const schema = createSchema()
setRandomResolvers(schema)

// graphql-js leaves rejections of items unhandled if an earlier item failed synchronously.
const ignore = () => undefined
beforeAll(() => void process.on('unhandledRejection', ignore))
afterAll(() => void process.off('unhandledRejection', ignore))

test(
  `${documents} random queries from seed ${seed} have the same responses as in graphql-js`,
  async () => {
    let planned = 0
    for (let at = 0; at < documents; at++) {
      const random = createRandom(seed + at)
      const { query, document } = writeValid(() => createRandomQuery(random, schema, { ids: ['1', '2'] }))
      if (await compare(query, document, seed + at)) planned++
    }
    expect(planned).toBeGreaterThan(documents * 0.8)
  },
  60_000 + documents * 200,
)

function writeValid(write: () => RandomQuery) {
  for (;;) {
    const query = write()
    const document = parse(query.text)
    if (validate(schema, document).length === 0) return { query, document }
  }
}

type Variables = RandomQuery['variables']

/** @returns whether the first response came from a plan. */
async function compare(query: RandomQuery, document: DocumentNode, contextSeed: number): Promise<boolean> {
  const { operationName, variables, otherVariables } = query
  const operation = getOperationAST(document, operationName)
  if (operation == null) throw new Error('The document has no such operation.')
  const plans = createQueryPlans({ schema, document, operation })
  const answer = (values: Variables) => {
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], values)
    const plan = coerced && plans?.find(coerced)
    if (plans === undefined || plan === undefined || coerced === undefined) return undefined
    return settle(contextSeed, (contextValue) =>
      executePlan(plans.planned, plan, { contextValue, variableValues: coerced }),
    )
  }
  const expected = async (values: Variables) =>
    settle(contextSeed, (contextValue) =>
      execute({ schema, document, operationName, variableValues: values, contextValue }),
    )
  const answers: (string | undefined)[] = []
  for (const values of [variables, variables, otherVariables, otherVariables, variables]) {
    answers.push(await answer(values))
  }
  const [first, second, third, , fifth] = answers
  const text = await expected(variables)
  for (const one of [first, second, fifth]) expect(one ?? text, query.text).toBe(text)
  if (third !== undefined) expect(third, query.text).toBe(await expected(otherVariables))
  return first !== undefined
}

async function settle(
  contextSeed: number,
  start: (contextValue: unknown) => ExecutionResult | Promise<ExecutionResult>,
): Promise<string> {
  const turns = new PromiseQueue()
  const result = start({ seed: contextSeed, turns })
  await turns.run()
  const { data, errors = [] } = await result
  return JSON.stringify({ data, errors: errors.map((error) => JSON.stringify(error)).toSorted() }, null, 1)
}
