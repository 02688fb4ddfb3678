import { type GraphQLField, getNamedType, getNullableType, isCompositeType, isListType } from 'graphql'
import { defaultPageSize, maxPageSize } from '../database/pagination.ts'

/** A list inside a page counts as this many objects, being short. */
const plainListSize = 5

/** Large texts, as the number of plain objects that one of them outweighs. */
const objectsOfText: Readonly<Record<string, number>> = {
  'Analysis.results': 50,
  'ChatMessage.components': 10,
  'Contract.targetAbi': 10,
  'ContractCompetitor.abi': 10,
  'ImportReject.rawText': 5,
  'UserOnboarding.contractAbi': 10,
  'UserOnboarding.logo': 10,
}

/** Fields that cost a statement or more, beside pages, counts and large texts. A password's hash takes longer still. */
const statementsOfField: Readonly<Record<string, number>> = {
  'Analysis.logs': 1,
  'AnalysisStats.series': 1,
  'Dashboard.activity': 1,
  'Dashboard.recentAnalyses': 1,
  'ImportJob.rejectsByCode': 1,
  'Mutation.changePassword': 40,
  'Mutation.deleteAccount': 20,
  'Mutation.login': 20,
  'Mutation.register': 20,
  'Mutation.resetPassword': 20,
  'Mutation.updateProfile': 20,
  'Query.analysisStats': 1,
  'Query.dashboard': 1,
  'Query.search': 5,
  'SearchResult.subject': 3,
  'User.usage': 1,
}

/** A mutation without a number of its own: a transaction with what it reads, checks and writes. */
const statementsOfMutation = 4

/** Every field that is weighed by its name. */
export const weighedFields = [...Object.keys(objectsOfText), ...Object.keys(statementsOfField)]

export interface FieldUse {
  readonly typeName: string
  readonly field: GraphQLField<unknown, unknown>
  readonly args: Readonly<Record<string, unknown>>
  /** Whether the answer holds the field under another name: it may then hold it any number of times. */
  readonly isAliased: boolean
}

/** How many objects one value of the field counts as. Relay's pages and edges are no objects of their own. */
export function weighObject({ typeName, field, isAliased }: FieldUse): number {
  const weight = objectsOfText[`${typeName}.${field.name}`]
  if (weight !== undefined) return weight
  if (isPage(field) || field.name === 'edges' || field.name === 'pageInfo') return 0
  return isCompositeType(getNamedType(field.type)) || isAliased ? 1 : 0
}

/** How many statements the field costs; for all objects that it is asked of together. */
export function countStatements({ typeName, field }: FieldUse): number {
  const name = `${typeName}.${field.name}`
  const isCostly = isPage(field) || field.name === 'totalCount' || objectsOfText[name] !== undefined
  return statementsOfField[name] ?? (typeName === 'Mutation' ? statementsOfMutation : isCostly ? 1 : 0)
}

/** The most values that the field has in one object. `pageSize` is that of the page, or the mutation, around it. */
export function maxValues({ typeName, field, args }: FieldUse, pageSize: number): number {
  if (!isListType(getNullableType(field.type))) return 1
  if (field.name === 'edges') return pageSize
  if (typeName.endsWith('Payload')) return Math.max(pageSize, plainListSize)
  if (Array.isArray(args.ids)) return args.ids.length
  const size = args.first ?? args.last
  return typeof size === 'number' ? Math.max(size, 0) : plainListSize
}

/** How many edges the page has at most, or objects a mutation changes; undefined for a field that is neither. */
export function findPageSize({ typeName, field, args }: FieldUse): number | undefined {
  if (typeName === 'Mutation' && Array.isArray(args.ids)) return args.ids.length
  if (!isPage(field)) return undefined
  const size = Number(args.first ?? args.last ?? defaultPageSize)
  return Math.min(Math.max(size, 0), maxPageSize)
}

function isPage(field: FieldUse['field']): boolean {
  return getNamedType(field.type).name.endsWith('Connection')
}
