import { getNamedType, getNullableType, isInputObjectType, isListType, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { apiSchema, fieldsOf } from '../support/schema-walk.ts'

/** A field of an object or input type, or an argument. */
interface Member {
  /** `User.createdAt`, or `Query.search(kinds:)` for an argument. */
  readonly coordinate: string
  readonly name: string
  readonly typeName: string
  readonly isList: boolean
}

const types = Object.values(apiSchema.getTypeMap()).filter(({ name }) => !name.startsWith('__'))
const outputs = types
  .filter(isObjectType)
  .flatMap((type) => fieldsOf(type).map((field) => createMember(`${type.name}.${field.name}`, field)))
const inputs = [
  ...types
    .filter(isInputObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => createMember(`${type.name}.${field.name}`, field)),
    ),
  ...types.flatMap((type) =>
    fieldsOf(type).flatMap(({ name, args }) =>
      args.map((argument) => createMember(`${type.name}.${name}(${argument.name}:)`, argument)),
    ),
  ),
]
const mutations = Object.values(apiSchema.getMutationType()?.getFields() ?? {})

test('a mutation has no argument but `input`, and its input and payload have its name and are only its own', () => {
  const used = [...outputs, ...inputs].map(({ typeName }) => typeName)
  const isAlone = (typeName: string) => used.filter((name) => name === typeName).length === 1
  const wrong = mutations.filter(({ name, args, type }) => {
    const prefix = name.charAt(0).toUpperCase() + name.slice(1)
    const given = args.map((argument) => `${argument.name}: ${argument.type}`)
    const isGiven =
      args.length === 0 || (given.join() === `input: ${prefix}Input!` && isAlone(`${prefix}Input`))
    return !isGiven || String(type) !== `${prefix}Payload!` || !isAlone(`${prefix}Payload`)
  })
  expect(wrong.map(({ name }) => `Mutation.${name}`)).toEqual([])
})

test('names of points in time end in "At", except bounds', () => {
  const bounds = new Set(['from', 'to', 'ifUnmodifiedSince'])
  const times = [...outputs, ...inputs].filter(({ typeName }) => typeName === 'DateTime')
  expect(listWrong(times, (name) => name.endsWith('At') || bounds.has(name))).toEqual([])
})

test('names of boolean output fields begin with "is" or "has"', () => {
  const flags = outputs.filter(({ typeName }) => typeName === 'Boolean')
  expect(listWrong(flags, (name) => /^(?:is|has)[A-Z]/.test(name))).toEqual([])
})

test('names of lists in arguments and inputs are plural', () => {
  const lists = inputs.filter(({ isList }) => isList)
  expect(listWrong(lists, (name) => name.endsWith('s'))).toEqual([])
})

function listWrong(members: readonly Member[], isRight: (name: string) => boolean): readonly string[] {
  return members.filter(({ name }) => !isRight(name)).map(({ coordinate }) => coordinate)
}

function createMember(
  coordinate: string,
  { name, type }: { readonly name: string; readonly type: Parameters<typeof getNamedType>[0] & object },
): Member {
  return {
    coordinate,
    name,
    typeName: getNamedType(type).name,
    isList: isListType(getNullableType(type)),
  }
}
