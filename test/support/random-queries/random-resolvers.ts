import { setImmediate } from 'node:timers/promises'
import {
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNullableType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isObjectType,
  responsePathAsArray,
} from 'graphql'
import { hash } from '../random.ts'

/** What resolvers need of an execution. */
interface RandomContext {
  /** The same values for the same seed, whoever executes the query. */
  readonly seed: number
  readonly turns: PromiseQueue
}

/** An object, with its place in the answer. */
interface Source {
  readonly place: string
  readonly typeName: string | undefined
}

/**
 * Gives every field a resolver, or none, that returns values, nulls, promises, and what is wrong, or throws, as the seed
 * and the field's place in the answer decide; and every abstract type one that resolves to any of its types.
 */
export function setRandomResolvers(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    if (isAbstractType(type)) {
      type.resolveType = (value: Source, { seed, turns }: RandomContext, info) => {
        const name = value.typeName ?? schema.getPossibleTypes(type)[0]?.name
        return chanceOf(`${seed} type ${placeOf(info)}`) < 0.2
          ? turns.later(`type ${value.place}`, name)
          : name
      }
    }
    if (!isObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      const isProperty = hash(`${type.name}.${field.name}`) % 3 === 0
      if (isProperty) delete field.resolve
      else {
        field.resolve = (_source, args, context: RandomContext, info) =>
          resolve(context, info.schema, field.type, `${placeOf(info)} ${describe(args, info)}`)
      }
    }
  }
}

/** What an execution's `info` and arguments say; what is resolved depends on it, so that none may differ. */
function describe(args: unknown, info: GraphQLResolveInfo): string {
  const { fieldName, fieldNodes, parentType, returnType, fragments, operation, variableValues } = info
  const nodes = fieldNodes.map(({ loc }) => loc?.start)
  const names = Object.keys(fragments)
  const facts = [fieldName, nodes, String(parentType), String(returnType), names, operation.name?.value]
  return JSON.stringify([facts, args, variableValues], (_key, value) =>
    typeof value === 'bigint' ? `${value}n` : value,
  )
}

function placeOf(info: GraphQLResolveInfo): string {
  const types: unknown[] = []
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at !== undefined; at = at.prev)
    types.push(at.typename)
  return JSON.stringify([responsePathAsArray(info.path), types])
}

/** At least 0, less than 1. */
function chanceOf(text: string): number {
  return (hash(text) % 10_007) / 10_007
}

function resolve(
  context: RandomContext,
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  place: string,
): unknown {
  const { seed, turns } = context
  const chance = chanceOf(`${seed} how ${place}`)
  const make = () => makeValue(context, schema, type, place)
  if (chance < 0.02) throw new Error(`thrown at ${place}`)
  if (chance < 0.03) throw `no error, thrown at ${place}`
  if (chance < 0.05) return turns.fail(place, new Error(`rejected at ${place}`))
  if (chance < 0.06) return turns.fail(place, `no error, rejected at ${place}`)
  if (chance < 0.07) return new Error(`returned at ${place}`)
  if (chance < 0.08) return turns.later(place, new Error(`resolved at ${place}`))
  if (chance < 0.09) return turns.later(place, undefined)
  if (chance < 0.25) return turns.later(place, make())
  if (chance < 0.3) {
    const promise = turns.later(place, make())
    return createThenable((...callbacks) => promise.then(...callbacks))
  }
  if (chance < 0.4) return Promise.resolve(make())
  return make()
}

function makeValue(
  context: RandomContext,
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  place: string,
): unknown {
  const chance = chanceOf(`${context.seed} what ${place}`)
  const nullable = getNullableType(type)
  if (chance < (nullable === type ? 0.1 : 0.01)) return chance < 0.05 ? undefined : null
  if (chance > 0.99) return { wrong: true }
  if (isListType(nullable)) {
    const length = hash(`${context.seed} length ${place}`) % 4
    const items = Array.from({ length }, (_, index) =>
      // A failure of an item that may not be null is unhandled in graphql-js where an earlier one failed at once.
      makeItem(context, schema, nullable.ofType, `${place} ${index}`),
    )
    return chance > 0.9 ? new Set(items) : items
  }
  if (isEnumType(nullable)) {
    const values = nullable.getValues()
    return values[hash(place) % values.length]?.value
  }
  if (isLeafType(nullable)) return makeScalar(nullable.name, hash(place))
  const types = isAbstractType(nullable) ? schema.getPossibleTypes(nullable) : []
  return createSource(context, schema, {
    place,
    typeName: isObjectType(nullable) ? nullable.name : types[hash(place) % types.length]?.name,
  })
}

function makeItem(
  context: RandomContext,
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  place: string,
): unknown {
  const chance = chanceOf(`${context.seed} item ${place}`)
  const value = makeValue(context, schema, type, place)
  if (chance < 0.1) return context.turns.later(place, value)
  if (chance < 0.12) return context.turns.fail(place, new Error(`rejected item at ${place}`))
  return value
}

function makeScalar(name: string, number: number): unknown {
  switch (name) {
    case 'Int':
    case 'NonNegativeInt':
    case 'BigInt':
      return number % 1000
    case 'Float':
      return (number % 100) / 8
    case 'Boolean':
      return number % 2 === 0
    case 'DateTime':
      return new Date(1_700_000_000_000 + number)
    case 'LocalDate':
      return '2026-01-01'
    case 'EmailAddress':
      return 'dalia@example.org'
    case 'JSON':
      return { number }
    default:
      return `text ${number % 1000}`
  }
}

/** Its properties are what its fields without resolvers have; some are methods. */
function createSource(context: RandomContext, schema: GraphQLSchema, source: Source): object {
  const type = schema.getType(source.typeName ?? '')
  const fields = isObjectType(type) ? Object.values(type.getFields()) : []
  for (const { name, type: fieldType, resolve: resolver } of fields) {
    if (resolver !== undefined) continue
    const place = `${source.place} ${name}`
    const get = () => resolve(context, schema, fieldType, place)
    const method = (args: unknown, _context: RandomContext, info: GraphQLResolveInfo) =>
      resolve(context, schema, fieldType, `${place} ${placeOf(info)} ${describe(args, info)}`)
    const isMethod = chanceOf(`${context.seed} method ${place}`) < 0.1
    Object.defineProperty(source, name, isMethod ? { value: method } : { get })
  }
  return source
}

interface QueuedPromise {
  readonly rank: number
  readonly settle: () => void
}

/**
 * Promises that are settled one at a time, in an order that their names decide. Two executions of one query get them in
 * the same order, whatever they do meanwhile: which of two failures comes first is no matter of chance.
 */
export class PromiseQueue {
  readonly #waiting: QueuedPromise[] = []

  later<Value>(name: string, value: Value): Promise<Value> {
    const { promise, resolve } = Promise.withResolvers<Value>()
    this.#waiting.push({ rank: hash(name), settle: () => resolve(value) })
    return promise
  }

  fail(name: string, error: unknown): Promise<never> {
    const { promise, reject } = Promise.withResolvers<never>()
    this.#waiting.push({ rank: hash(name), settle: () => reject(error) })
    return promise
  }

  /** Settles until nothing is waiting. */
  async run(): Promise<void> {
    await setImmediate()
    for (;;) {
      const first = this.#waiting.reduce<QueuedPromise | undefined>(
        (least, turn) => (least === undefined || turn.rank < least.rank ? turn : least),
        undefined,
      )
      if (first === undefined) return
      this.#waiting.splice(this.#waiting.indexOf(first), 1)
      first.settle()
      await setImmediate()
    }
  }
}

/** What acts like a promise, and is none. */
export function createThenable(
  then: (...callbacks: Parameters<Promise<unknown>['then']>) => unknown,
): object {
  return Object.fromEntries(Object.entries({ then }))
}
