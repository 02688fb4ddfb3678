import { type GraphQLError, Kind, type Token, TokenKind } from 'graphql'
import type { ArgumentProblem } from '../errors.ts'

/** A path in a variable as graphql-js prints it: `at "input.tags[0]"; `. */
const printedPath = /^.* at "\w+((?:\.\w+|\[\d+\])*)"; /s
/** How messages of graphql-js about missing values and nulls end. */
const isMissing = /(was not provided|must not be null|not to be null|provided a runtime value)\.$/
const valueKinds: ReadonlySet<string> = new Set([
  ...[Kind.INT, Kind.FLOAT, Kind.STRING, Kind.BOOLEAN, Kind.NULL, Kind.ENUM, Kind.LIST, Kind.OBJECT],
])

/**
 * The argument that a value of the wrong type was given for, if the error of graphql-js or of a scalar is about one:
 * in a variable, or written in the document.
 * @param message of the error, as the client receives it: it may be shortened or filtered.
 */
export function findCoercionProblem(error: GraphQLError, message: string): ArgumentProblem | undefined {
  const [node] = error.nodes ?? []
  if (node?.loc === undefined) return undefined
  if (node.kind === Kind.VARIABLE_DEFINITION) {
    const name = node.variable.name.value
    const argument = findArgument(node.loc.endToken, (token) => isVariable(token, name)) ?? name
    const [, path = ''] = printedPath.exec(error.message) ?? []
    const code = isMissing.test(error.message) ? 'REQUIRED' : 'TYPE'
    return { argument: argument + path.replaceAll(/\[(\d+)\]/g, '.$1'), message, code }
  }
  // Other errors about a variable, such as an undefined one, are about the document.
  const isNullVariable = node.kind === Kind.VARIABLE && isMissing.test(error.message)
  if (!valueKinds.has(node.kind) && !isNullVariable) return undefined
  const { startToken } = node.loc
  const argument = findArgument(findFirst(startToken), (token) => token === startToken)
  return argument === undefined
    ? undefined
    : { argument, message, code: isNullVariable ? 'REQUIRED' : 'TYPE' }
}

/** Whether a use of the variable begins here, not its declaration by another operation. */
function isVariable({ kind, next }: Token, name: string): boolean {
  return kind === TokenKind.DOLLAR && next?.value === name && next.next?.kind !== TokenKind.COLON
}

function findFirst(token: Token): Token {
  let first = token
  while (first.prev !== null) first = first.prev
  return first
}

/**
 * The path of the argument whose value is at a token: `input.email`. Items of lists have the path of their list.
 * @param start a token outside of all arguments.
 */
function findArgument(start: Token, isValue: (token: Token) => boolean): string | undefined {
  const place: Place = { depth: 0, name: '', parents: [] }
  for (let token: Token | null = start; token !== null; token = token.next) {
    if (place.depth > 0 && isValue(token)) return [...place.parents, place.name].join('.')
    move(place, token)
  }
  return undefined
}

interface Place {
  /** Of parentheses; 0 outside of arguments. */
  depth: number
  /** Of the current argument or member. */
  name: string
  /** The names of the objects that contain it. */
  readonly parents: string[]
}

function move(place: Place, { kind, value, next }: Token): void {
  if (kind === TokenKind.PAREN_L) place.depth++
  else if (kind === TokenKind.PAREN_R) place.depth = Math.max(0, place.depth - 1)
  if (place.depth === 0) return
  if (kind === TokenKind.NAME && next?.kind === TokenKind.COLON) place.name = value
  else if (kind === TokenKind.BRACE_L) place.parents.push(place.name)
  else if (kind === TokenKind.BRACE_R) place.name = place.parents.pop() ?? ''
}
