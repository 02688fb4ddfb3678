import { expect } from 'vitest'
import type { ProblemCode } from '../../src/errors.ts'

/** The details of an error about one invalid argument. */
export function problemOf(argument: string, code: ProblemCode = expect.any(String)) {
  return { argument, problems: [{ argument, message: expect.stringContaining(argument), code }] }
}

/** The extensions of a response's error about one invalid argument. */
export function invalidArgument(argument: string, code?: ProblemCode) {
  return { code: 'BAD_USER_INPUT', ...problemOf(argument, code) }
}
