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

/** The context of an execution. */
interface RandomContext {
  /** The same seed produces the same values in every executor. */
  readonly seed: number
  readonly promises: PromiseQueue
}

/** An object with its place in the response. */
interface Source {
  readonly place: string
  readonly typeName: string | undefined
}

/**
 * Gives two of three fields a resolver and leaves the others to properties. Resolvers return values, nulls, promises or
 * invalid values, or throw, depending on the seed and the field's place in the response. Every abstract type resolves to
 * any of its types.
 */
export function setRandomResolvers(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    if (isAbstractType(type)) {
      type.resolveType = (value: Source, { seed, promises }: RandomContext, info) => {
        const name = value.typeName ?? schema.getPossibleTypes(type)[0]?.name
        return chanceOf(`${seed} type ${placeOf(info)}`) < 0.2
          ? promises.later(`type ${value.place}`, name)
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

/** The contents of `info` and the arguments. Results depend on them, so an executor that passes others is detected. */
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
  const { seed, promises } = context
  const chance = chanceOf(`${seed} outcome ${place}`)
  const make = () => makeValue(context, schema, type, place)
  if (chance < 0.02) throw new Error(`thrown at ${place}`)
  if (chance < 0.03) throw `not an Error, thrown at ${place}`
  if (chance < 0.05) return promises.fail(place, new Error(`rejected at ${place}`))
  if (chance < 0.06) return promises.fail(place, `not an Error, rejected at ${place}`)
  if (chance < 0.07) return new Error(`returned at ${place}`)
  if (chance < 0.08) return promises.later(place, new Error(`resolved at ${place}`))
  if (chance < 0.09) return promises.later(place, undefined)
  if (chance < 0.25) return promises.later(place, make())
  if (chance < 0.3) {
    const promise = promises.later(place, make())
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
  const chance = chanceOf(`${context.seed} value ${place}`)
  const nullable = getNullableType(type)
  if (chance < (nullable === type ? 0.1 : 0.01)) return chance < 0.05 ? undefined : null
  if (chance > 0.99) return { wrong: true }
  if (isListType(nullable)) {
    const length = hash(`${context.seed} length ${place}`) % 4
    const items = Array.from({ length }, (_, index) =>
      // graphql-js leaves the rejection of a non-null item unhandled if an earlier item failed synchronously.
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
  if (chance < 0.1) return context.promises.later(place, value)
  if (chance < 0.12) return context.promises.fail(place, new Error(`rejected item at ${place}`))
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

/** Has properties for the fields without resolvers; some are methods. */
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
 * Promises that are settled one at a time, in an order given by their names. Two executions of a query settle them in
 * the same order, so the first of two failures is always the same.
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
        (least, next) => (least === undefined || next.rank < least.rank ? next : least),
        undefined,
      )
      if (first === undefined) return
      this.#waiting.splice(this.#waiting.indexOf(first), 1)
      first.settle()
      await setImmediate()
    }
  }
}

/** An object with `then` that isn't a Promise. */
export function createThenable(
  then: (...callbacks: Parameters<Promise<unknown>['then']>) => unknown,
): object {
  return Object.fromEntries(Object.entries({ then }))
}
