import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql'
import { isLongerThan } from '../database/validation.ts'
import { ArgumentError, type ArgumentProblem, describeProblem, maxProblems } from '../errors.ts'

/** Characters of any text, JSON value, id or cursor that is not listed below. */
export const maxTextLength = 4096
/** Items of any list that is not listed below. */
const maxListLength = 100
/** A search scans each text once for each part of its pattern. */
const maxSearchLength = 200
/** Descriptions and messages. */
const maxProseLength = 10_000
/** Metadata and settings, as JSON. */
const maxFactsLength = 65_536
const maxMessageLength = 200_000
/** ABIs and images. */
const maxDocumentLength = 500_000
/** Results of analyses. The setting RESULTS_MAX_MEGABYTES limits the whole request, at most to this. */
const maxResultsLength = 64 * 1024 * 1024
/** Nesting depth of arrays and objects in a JSON value. */
const maxJsonDepth = 100

/**
 * Characters of a text or a JSON value. These are upper bounds that are checked before anything is executed; the
 * rules of each room decide what may be stored.
 */
export const textLimits: Readonly<Record<string, number>> = {
  'AddInterpretationInput.content': maxFactsLength,
  'AnalysisLogInput.data': maxProseLength,
  'AnalysisLogInput.message': maxProseLength,
  'AnalysisParamsInput.customParams': maxFactsLength,
  'AnalysisFilter.search': maxSearchLength,
  'ChatComponentInput.data': maxMessageLength,
  'ChatComponentInput.description': maxProseLength,
  'ChatMessageInput.content': maxMessageLength,
  'ChatMessageInput.metadata': maxFactsLength,
  'EditMessageInput.content': maxMessageLength,
  'ChatSessionFilter.search': maxSearchLength,
  'CompetitorInput.abi': maxDocumentLength,
  'CompleteAnalysisInput.metadata': maxFactsLength,
  'CompleteAnalysisInput.results': maxResultsLength,
  'CompleteOnboardingInput.contractAbi': maxDocumentLength,
  'CompleteOnboardingInput.contractPurpose': maxProseLength,
  'CompleteOnboardingInput.logo': maxDocumentLength,
  'ContractFilter.search': maxSearchLength,
  'CreateContractInput.description': maxProseLength,
  'CreateContractInput.targetAbi': maxDocumentLength,
  'FailAnalysisInput.errorMessage': maxProseLength,
  'FailAnalysisInput.results': maxResultsLength,
  'Query.search(query)': maxSearchLength,
  'StartAnalysisInput.metadata': maxFactsLength,
  'UpdateCompetitorInput.abi': maxDocumentLength,
  'UpdateContractInput.description': maxProseLength,
  'UpdateContractInput.targetAbi': maxDocumentLength,
  'UpdateOnboardingInput.logo': maxDocumentLength,
  'UpdatePreferencesInput.customSettings': maxFactsLength,
  'UserFilter.search': maxSearchLength,
}

/** Items of a list. */
export const listLimits: Readonly<Record<string, number>> = {
  // Imported contracts may have more tags than can be added.
  'RemoveContractTagsInput.tags': 1000,
  'ImportLegacyDataInput.files': 1000,
}

interface Place {
  /** `Query.search(query)` or `ContractFilter.search`. */
  readonly coordinate: string
  /** The path for the message, such as `filter.search`. */
  readonly path: string
  /** Those found so far. */
  readonly problems: ArgumentProblem[]
}

/**
 * @param field such as `Query.contracts`.
 * @param values the coerced arguments.
 * @throws AppError BAD_USER_INPUT that names the argument if a text or a list is too long.
 */
export function checkArguments(
  field: string,
  definitions: readonly GraphQLArgument[],
  values: Readonly<Record<string, unknown>>,
): void {
  const problems: ArgumentProblem[] = []
  for (const { name, type } of definitions) {
    checkValue(type, values[name], { coordinate: `${field}(${name})`, path: name, problems })
  }
  if (problems.length > 0) throw new ArgumentError(problems)
}

function checkValue(type: GraphQLInputType, value: unknown, place: Place): void {
  if (value == null) return
  const inner = getNullableType(type)
  if (isListType(inner)) {
    if (Array.isArray(value)) checkList(inner.ofType, value, place)
  } else if (isInputObjectType(inner)) {
    checkMembers(Object.values(inner.getFields()), value, { ...place, coordinate: inner.name })
  } else {
    checkLeaf(getNamedType(inner).name, value, place)
  }
}

function checkList(type: GraphQLInputType, items: readonly unknown[], place: Place): void {
  const limit = listLimits[place.coordinate] ?? maxListLength
  if (items.length > limit) {
    addProblem(place, `must have at most ${limit} items, but has ${items.length}`)
    return
  }
  for (const [index, item] of items.entries())
    checkValue(type, item, { ...place, path: `${place.path}.${index}` })
}

function checkMembers(
  fields: readonly GraphQLInputField[],
  value: unknown,
  { coordinate, path, problems }: Place,
): void {
  const members: Readonly<Record<string, unknown>> = Object(value)
  for (const { name, type } of fields) {
    checkValue(type, members[name], {
      coordinate: `${coordinate}.${name}`,
      path: `${path}.${name}`,
      problems,
    })
  }
}

function checkLeaf(typeName: string, value: unknown, place: Place): void {
  const limit = textLimits[place.coordinate] ?? maxTextLength
  if (
    typeof value === 'string' ? isLongerThan(value, limit) : typeName === 'JSON' && isLargerThan(value, limit)
  ) {
    addProblem(place, `must have at most ${limit} characters`)
  }
}

function addProblem({ path, problems }: Place, problem: string): void {
  if (problems.length < maxProblems) problems.push(describeProblem(path, problem, 'LENGTH'))
}

/** Whether a JSON value is longer than the limit, or nested too deeply to be walked. */
function isLargerThan(value: unknown, limit: number): boolean {
  let remaining = limit
  const take = (part: unknown, levelsLeft: number): void => {
    remaining -= typeof part === 'string' ? part.length + 2 : 1
    if (typeof part !== 'object' || part === null || remaining < 0) return
    if (levelsLeft === 0) {
      remaining = -1
      return
    }
    for (const [name, member] of Object.entries(part)) {
      if (!Array.isArray(part)) remaining -= name.length + 3
      take(member, levelsLeft - 1)
      if (remaining < 0) return
    }
  }
  take(value, maxJsonDepth)
  return remaining < 0
}
