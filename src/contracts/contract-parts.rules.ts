import { requireJsonObject, requireOptionalText, requireText } from '../database/validation.ts'
import { badArgument, requireGiven } from '../errors.ts'
import type { AnalysisParamsInput, CompetitorInput, RpcConfigInput } from '../generated/graphql.ts'
import { checkAbi } from './abi.rules.ts'
import { type AddressWarning, checkAddress, checkChain } from './address.rules.ts'
import type { AnalysisParamsChange } from './analysis-params.store.ts'
import type { NewCompetitor } from './competitor.store.ts'
import type { NewRpcConfig } from './rpc-config.store.ts'

const maxCompetitors = 100
const maxCompetitorNameLength = 255

export interface DecodedCompetitor {
  readonly competitor: NewCompetitor
  /** What is odd about it. */
  readonly warnings: readonly AddressWarning[]
}

/**
 * A contract to compare with.
 * @param argument its path.
 * @throws AppError BAD_USER_INPUT that names the argument: a wrong address or ABI, a text too long.
 */
export function decodeCompetitor(input: CompetitorInput, argument: string): DecodedCompetitor {
  const chain = checkChain(input.chain, `${argument}.chain`)
  const warnings = checkAddress(input.address, chain, `${argument}.address`)
  const name = requireOptionalText(input.name ?? null, `${argument}.name`, { max: maxCompetitorNameLength })
  const abi = input.abi == null ? null : checkAbi(input.abi, chain, `${argument}.abi`)
  return { competitor: { address: input.address, chain, name, abi }, warnings }
}

/** All of a contract's competitors. @throws AppError as `checkCompetitor`, and for too many. */
export function decodeCompetitors(
  inputs: readonly CompetitorInput[],
  argument: string,
): readonly DecodedCompetitor[] {
  if (inputs.length > maxCompetitors) throw badArgument(argument, `may hold ${maxCompetitors} competitors`)
  return inputs.map((input, place) => decodeCompetitor(input, `${argument}.${place}`))
}

const maxChains = 50
const maxUrls = 20
const maxUrlLength = 2048
const protocols: readonly string[] = ['http:', 'https:', 'ws:', 'wss:']

// URLs hold access keys: no message of these quotes one.

/**
 * Endpoints whose URLs can be used.
 * @param argument the list's path.
 * @throws AppError BAD_USER_INPUT that names the argument: too many, a chain that stands twice, what is no URL.
 */
export function decodeRpcConfigs(configs: readonly RpcConfigInput[], argument: string): NewRpcConfig[] {
  if (configs.length > maxChains) throw badArgument(argument, `may hold ${maxChains} chains`)
  const chains = new Set<string>()
  return configs.map((config, place) => {
    const path = `${argument}.${place}`
    const chain = checkChain(config.chain, `${path}.chain`)
    if (chains.has(chain)) throw badArgument(`${path}.chain`, 'names a chain for the second time')
    chains.add(chain)
    return { chain, rpcUrls: checkUrls(config.rpcUrls, `${path}.rpcUrls`) }
  })
}

function checkUrls(urls: readonly string[], argument: string): readonly string[] {
  if (urls.length === 0 || urls.length > maxUrls)
    throw badArgument(argument, `must hold 1 to ${maxUrls} URLs`)
  for (const [place, url] of urls.entries()) {
    const path = `${argument}.${place}`
    requireText(url, path, { max: maxUrlLength })
    const isUsable = URL.canParse(url) && protocols.includes(new URL(url).protocol)
    if (!isUsable) throw badArgument(path, 'must be a URL that begins with http, https, ws or wss')
  }
  return urls
}

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
export function decodeAnalysisParams(input: AnalysisParamsInput, argument: string): AnalysisParamsChange {
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

const maxTags = 50
const maxTagLength = 100
/** Imported tags may be longer than those that can be added, or empty: these can be removed all the same. */
const maxImportedTagLength = 1_000_000

/**
 * The tags without repetitions, in their order.
 * @param argument the list's path.
 * @throws AppError BAD_USER_INPUT that names the argument: too many, or one that is empty or too long.
 */
export function checkTags(tags: readonly string[], argument: string): string[] {
  const checked = tags.map((tag, place) => requireText(tag, `${argument}.${place}`, { max: maxTagLength }))
  const distinct = [...new Set(checked)]
  if (distinct.length > maxTags) throw badArgument(argument, `may hold ${maxTags} tags`)
  return distinct
}

/** @throws AppError BAD_USER_INPUT for a text that no column can hold. */
export function checkTagsToRemove(tags: readonly string[], argument: string): readonly string[] {
  return tags.map((tag, place) =>
    requireText(tag, `${argument}.${place}`, { min: 0, max: maxImportedTagLength }),
  )
}
