import {
  checkAll,
  requireJson,
  requireJsonObject,
  requireRange,
  requireText,
  requireUuid,
} from '../database/validation.ts'
import { AppError, requireFound } from '../errors.ts'
import type { AddInterpretationInput } from '../generated/graphql.ts'

/** Interpretations of one analysis, as in `analysis_interpretations_version_bounded`. */
export const maxInterpretations = 100
const maxModelLength = 100
/** Characters of JSON. */
const maxContentLength = 65_536

export interface NewInterpretation {
  readonly analysisId: string
  readonly model: string
  /** A text or an object, as JSON text. */
  readonly content: string
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeInterpretation(input: AddInterpretationInput): NewInterpretation {
  return checkAll({
    analysisId: () => requireUuid(input.analysisId, 'input.analysisId'),
    model: () => requireText(input.model, 'input.model', { max: maxModelLength }),
    content: () => checkContent(input.content, 'input.content'),
  })
}

function checkContent(content: unknown, argument: string): string {
  if (typeof content !== 'string') return requireJsonObject(content, argument)
  return requireJson(requireText(content, argument, { max: maxContentLength }), argument)
}

interface AnalysisState {
  readonly status: string
  readonly interpretationCount: number
}

/** @throws AppError NOT_FOUND, CONFLICT unless the analysis is completed and has room for another interpretation. */
export function requireInterpretable(analysis: AnalysisState | undefined): void {
  const { status, interpretationCount } = requireFound(analysis, 'Analysis')
  if (status !== 'completed') {
    const message = `The analysis is ${status}; only a completed analysis can be interpreted.`
    throw new AppError('CONFLICT', message, { details: { status: status.toUpperCase() } })
  }
  if (interpretationCount < maxInterpretations) return
  throw new AppError(
    'CONFLICT',
    `The analysis has ${maxInterpretations} interpretations, which is the maximum.`,
  )
}

/** @throws AppError BAD_USER_INPUT if the number of interpretations is out of range. */
export function checkInterpretationCount(last: number): number {
  return requireRange(last, 'last', { min: 0, max: maxInterpretations })
}
