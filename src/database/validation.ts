import { ArgumentError, type ArgumentProblem, badArgument, maxProblems } from '../errors.ts'
import { isObject } from '../json/json-value.ts'
import {
  addPrinted,
  expandsTooMuch,
  isLongDouble,
  maxNumberCharacters,
  type PrintedSize,
} from '../json/jsonb.ts'

/** Nesting levels of arrays and objects; far below the stack limits of PostgreSQL and Node.js. */
const maxJsonDepth = 100
const badCharacter = "contains a character that can't be stored, such as NUL"
const badNumber = `contains a number that has more than ${maxNumberCharacters} digits without an exponent`
const badNumbers = 'contains numbers that become far longer without exponents; send them as strings'

type Checks = Readonly<Record<string, () => unknown>>
type ResultsOf<Named extends Checks> = { readonly [Name in keyof Named]: ReturnType<Named[Name]> }

/**
 * Runs all checks of an input, also after one has failed, until `maxProblems` have been found.
 * @returns their results by name.
 * @throws AppError BAD_USER_INPUT with the problems of all checks. The first error of another kind is thrown as it is.
 */
export function checkAll<Named extends Checks>(checks: Named): ResultsOf<Named> {
  const results = collectResults(Object.entries(checks), ([name, check]) => [name, check()] as const)
  // TypeScript can't relate a result to its name.
  return Object.fromEntries(results) as ResultsOf<Named>
}

/**
 * Runs the check for every item of a list as `checkAll` does.
 * @param argument the path of the list.
 * @param check receives an item and its path.
 * @throws AppError as `checkAll` does.
 */
export function checkItems<Item, Result>(
  items: readonly Item[],
  argument: string,
  check: (item: Item, argument: string) => Result,
): Result[] {
  return collectResults(items, (item, place) => check(item, `${argument}.${place}`))
}

function collectResults<Item, Result>(
  items: readonly Item[],
  check: (item: Item, place: number) => Result,
): Result[] {
  const results: Result[] = []
  const problems: ArgumentProblem[] = []
  for (const [place, item] of items.entries()) {
    try {
      results.push(check(item, place))
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error
      problems.push(...error.problems)
      if (problems.length >= maxProblems) break
    }
  }
  if (problems.length > 0) throw new ArgumentError(problems)
  return results
}

interface TextLimits {
  /** Characters; 1 if omitted. */
  readonly min?: number
  /** Characters. */
  readonly max: number
}

/**
 * Returns the text if a column can store it.
 * @throws AppError BAD_USER_INPUT that names the argument: too short or too long, or with NUL or an unpaired surrogate.
 */
export function requireText(text: string, argument: string, { min = 1, max }: TextLimits): string {
  const isTooShort = min > 0 && (text.trim() === '' || !isLongerThan(text, min - 1))
  if (isTooShort || isLongerThan(text, max))
    throw badArgument(argument, `must have ${min} to ${max} characters`, 'LENGTH')
  if (!isStorable(text)) throw badArgument(argument, badCharacter)
  return text
}

/** Whether the text has more characters than the limit, counted in code points as in the database. */
export function isLongerThan(text: string, characters: number): boolean {
  if (text.length <= characters) return false
  if (text.length > 2 * characters) return true
  let count = 0
  for (const _character of text) count++
  return count > characters
}

/**
 * Returns the text as `requireText` does; null (an empty column) and undefined (an omitted argument) are returned unchanged.
 * @throws AppError BAD_USER_INPUT as `requireText` does.
 */
export function requireOptionalText<None extends null | undefined>(
  text: string | None,
  argument: string,
  limits: TextLimits,
): string | None {
  return typeof text === 'string' ? requireText(text, argument, limits) : text
}

/**
 * Returns the value as JSON text if jsonb can store it exactly.
 * @throws AppError BAD_USER_INPUT that names the argument: text that can't be stored, too many levels, too long numbers.
 */
export function requireJson(value: unknown, argument: string): string {
  const numbers = { written: 0, printed: 0 }
  const problem = findProblem(value, maxJsonDepth, numbers)
  if (problem !== undefined) throw badArgument(argument, problem)
  if (expandsTooMuch(numbers)) throw badArgument(argument, badNumbers)
  return JSON.stringify(value)
}

/**
 * Returns the object as JSON text if jsonb can store it exactly.
 * @throws AppError BAD_USER_INPUT as `requireJson` does, and for a value that isn't an object.
 */
export function requireJsonObject(value: unknown, argument: string): string {
  if (!isObject(value) || JSON.isRawJSON(value)) throw badArgument(argument, 'must be an object')
  return requireJson(value, argument)
}

function findProblem(value: unknown, levelsLeft: number, numbers: PrintedSize): string | undefined {
  if (typeof value !== 'object' || value === null) return findScalarProblem(value, numbers)
  if (JSON.isRawJSON(value)) return findNumberProblem(value.rawJSON, numbers)
  if (levelsLeft === 0) return `has more than ${maxJsonDepth} levels`
  for (const [key, member] of Object.entries(value)) {
    const problem = findScalarProblem(key, numbers) ?? findProblem(member, levelsLeft - 1, numbers)
    if (problem !== undefined) return problem
  }
  return undefined
}

function findScalarProblem(value: unknown, numbers: PrintedSize): string | undefined {
  if (typeof value === 'string' && !isStorable(value)) return badCharacter
  if (typeof value !== 'number' || !isLongDouble(value)) return undefined
  return Number.isFinite(value) ? findNumberProblem(String(value), numbers) : badNumber
}

function findNumberProblem(text: string, numbers: PrintedSize): string | undefined {
  return addPrinted(text, numbers) ? undefined : badNumber
}

/**
 * Checks every text of an argument that is only compared, not stored.
 * @throws AppError BAD_USER_INPUT that names the argument if a text contains NUL or an unpaired surrogate, which no row can
 * contain.
 */
export function checkTexts(value: unknown, argument: string): void {
  if (typeof value === 'string' && !isStorable(value)) throw badArgument(argument, badCharacter)
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) checkTexts(member, `${argument}.${name}`)
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

interface Range {
  readonly min: number
  readonly max: number
}

/**
 * Returns the number if it is in the range, including its ends.
 * @throws AppError BAD_USER_INPUT that names the argument.
 */
export function requireRange(value: number, argument: string, { min, max }: Range): number {
  if (value >= min && value <= max) return value
  throw badArgument(argument, `must be ${min} to ${max}, not ${value}`, 'RANGE')
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Returns the id in lower case, as the database does.
 * @throws AppError BAD_USER_INPUT that names the argument, for text that isn't a UUID.
 */
export function requireUuid(text: string, argument: string): string {
  if (isUuid(text)) return text.toLowerCase()
  throw badArgument(argument, 'must be a UUID such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301')
}

export function isUuid(text: string): boolean {
  return uuid.test(text)
}
