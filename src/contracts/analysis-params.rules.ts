import { requireJsonObject } from '../database/storable.ts'
import { badArgument, requireGiven } from '../errors.ts'
import type { AnalysisParamsInput } from '../generated/graphql.ts'
import type { AnalysisParamsChange } from './analysis-params.store.ts'

const maxInteger = 2_147_483_647
const maxRequests = 1000
const maxTries = 100
const outputFormats: readonly string[] = ['json', 'csv', 'markdown']
/** As decimal(20, 8) holds it. */
const threshold = /^\d{1,12}(\.\d{1,8})?$/

/**
 * What is to become of the parameters.
 * @param argument their path.
 * @throws AppError BAD_USER_INPUT that names the argument: a number out of range, an unknown format, a null.
 */
export function checkAnalysisParams(input: AnalysisParamsInput, argument: string): AnalysisParamsChange {
  const { customParams } = input
  const path = (name: keyof AnalysisParamsInput) => `${argument}.${name}`
  return {
    blockRange: checkRange(input.blockRange, path('blockRange'), 1, maxInteger),
    whaleThreshold: checkThreshold(input.whaleThreshold, path('whaleThreshold')),
    maxConcurrentRequests: checkRange(
      input.maxConcurrentRequests,
      path('maxConcurrentRequests'),
      1,
      maxRequests,
    ),
    failoverTimeout: checkRange(input.failoverTimeout, path('failoverTimeout'), 1, maxInteger),
    maxRetries: checkRange(input.maxRetries, path('maxRetries'), 0, maxTries),
    outputFormats: checkFormats(input.outputFormats, path('outputFormats')),
    customParams:
      customParams === undefined ? undefined : requireJsonObject(customParams, path('customParams')),
  }
}

function checkRange(
  value: number | null | undefined,
  argument: string,
  min: number,
  max: number,
): number | undefined {
  const given = requireGiven(value, argument)
  if (given !== undefined && (given < min || given > max))
    throw badArgument(argument, `must be ${min} to ${max}`)
  return given
}

function checkThreshold(value: string | null | undefined, argument: string): string | undefined {
  const given = requireGiven(value, argument)
  if (given === undefined || threshold.test(given)) return given
  throw badArgument(argument, 'must be a decimal number with at most 12 digits before and 8 behind the point')
}

function checkFormats(
  value: readonly string[] | null | undefined,
  argument: string,
): readonly string[] | undefined {
  const given = requireGiven(value, argument)
  const unknown = given?.findIndex((format) => !outputFormats.includes(format)) ?? -1
  if (unknown >= 0) throw badArgument(`${argument}.${unknown}`, `must be one of ${outputFormats.join(', ')}`)
  return given && [...new Set(given)]
}
