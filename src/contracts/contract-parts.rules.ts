import { toChainIdentity } from '../database/identity.ts'
import { requireJsonObject, requireOptionalText, requireText } from '../database/validation.ts'
import { badArgument, requireGiven } from '../errors.ts'
import type { AnalysisParamsInput, CompetitorInput, RpcConfigInput } from '../generated/graphql.ts'
import { checkAbi } from './abi.rules.ts'
import { type AddressWarning, checkAddress, checkChain } from './address.rules.ts'

/** Competitors of one contract. Imports may create more, of which only the oldest are returned. */
export const maxCompetitors = 100
const maxCompetitorNameLength = 255

export interface NewCompetitor {
  readonly address: string
  readonly chain: string
  readonly name: string | null
  readonly abi: string | null
}

export interface DecodedCompetitor {
  readonly competitor: NewCompetitor
  readonly warnings: readonly AddressWarning[]
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeCompetitor(input: CompetitorInput, argument: string): DecodedCompetitor {
  const chain = checkChain(input.chain, `${argument}.chain`)
  const warnings = checkAddress(input.address, chain, `${argument}.address`)
  const name = requireOptionalText(input.name ?? null, `${argument}.name`, { max: maxCompetitorNameLength })
  const abi = input.abi == null ? null : checkAbi(input.abi, chain, `${argument}.abi`)
  return { competitor: { address: input.address, chain, name, abi }, warnings }
}

/** @throws AppError BAD_USER_INPUT with the path of the argument, also for too many competitors. */
export function decodeCompetitors(
  inputs: readonly CompetitorInput[],
  argument: string,
): readonly DecodedCompetitor[] {
  if (inputs.length > maxCompetitors)
    throw badArgument(argument, `must have at most ${maxCompetitors} competitors`)
  return inputs.map((input, place) => decodeCompetitor(input, `${argument}.${place}`))
}

export interface NewRpcConfig {
  readonly chain: string
  readonly rpcUrls: readonly string[]
}

const maxChains = 50
const maxUrls = 20
const maxUrlLength = 2048
const protocols: readonly string[] = ['http:', 'https:', 'ws:', 'wss:']

/**
 * URLs contain access keys, so messages never quote one.
 * @throws AppError BAD_USER_INPUT with the path of the argument.
 */
export function decodeRpcConfigs(configs: readonly RpcConfigInput[], argument: string): NewRpcConfig[] {
  if (configs.length > maxChains) throw badArgument(argument, `must have at most ${maxChains} chains`)
  const chains = new Set<string>()
  return configs.map((config, place) => {
    const path = `${argument}.${place}`
    const chain = checkChain(config.chain, `${path}.chain`)
    const identity = toChainIdentity(chain)
    if (chains.has(identity)) throw badArgument(`${path}.chain`, 'repeats a chain')
    chains.add(identity)
    return { chain, rpcUrls: checkUrls(config.rpcUrls, `${path}.rpcUrls`) }
  })
}

function checkUrls(urls: readonly string[], argument: string): readonly string[] {
  if (urls.length === 0 || urls.length > maxUrls)
    throw badArgument(argument, `must have 1 to ${maxUrls} URLs`)
  for (const [place, url] of urls.entries()) {
    const path = `${argument}.${place}`
    requireText(url, path, { max: maxUrlLength })
    const isUsable = URL.canParse(url) && protocols.includes(new URL(url).protocol)
    if (!isUsable) throw badArgument(path, 'must be an http, https, ws or wss URL')
  }
  return urls
}

/** Undefined fields are unchanged, or have the default of the column in a new row. */
export interface AnalysisParamsChange {
  readonly blockRange: number | undefined
  /** A decimal number. */
  readonly whaleThreshold: string | undefined
  readonly maxConcurrentRequests: number | undefined
  /** Milliseconds. */
  readonly failoverTimeout: number | undefined
  readonly maxRetries: number | undefined
  readonly outputFormats: readonly string[] | undefined
  /** An object as JSON text. */
  readonly customParams: string | undefined
}

const maxInteger = 2_147_483_647
const maxRequests = 1000
const maxRetries = 100
const outputFormats: readonly string[] = ['json', 'csv', 'markdown']
/** The range of decimal(20, 8). */
const threshold = /^\d{1,12}(\.\d{1,8})?$/

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeAnalysisParams(input: AnalysisParamsInput, argument: string): AnalysisParamsChange {
  const { customParams } = input
  const path = (name: keyof AnalysisParamsInput) => `${argument}.${name}`
  return {
    blockRange: checkRange(input.blockRange, path('blockRange'), { min: 1, max: maxInteger }),
    whaleThreshold: checkThreshold(input.whaleThreshold, path('whaleThreshold')),
    maxConcurrentRequests: checkRange(input.maxConcurrentRequests, path('maxConcurrentRequests'), {
      min: 1,
      max: maxRequests,
    }),
    failoverTimeout: checkRange(input.failoverTimeout, path('failoverTimeout'), { min: 1, max: maxInteger }),
    maxRetries: checkRange(input.maxRetries, path('maxRetries'), { min: 0, max: maxRetries }),
    outputFormats: checkFormats(input.outputFormats, path('outputFormats')),
    customParams:
      customParams === undefined ? undefined : requireJsonObject(customParams, path('customParams')),
  }
}

function checkRange(
  value: number | null | undefined,
  argument: string,
  { min, max }: { readonly min: number; readonly max: number },
): number | undefined {
  const given = requireGiven(value, argument)
  if (given !== undefined && (given < min || given > max))
    throw badArgument(argument, `must be ${min} to ${max}`)
  return given
}

function checkThreshold(value: string | null | undefined, argument: string): string | undefined {
  const given = requireGiven(value, argument)
  if (given === undefined || threshold.test(given)) return given
  throw badArgument(
    argument,
    'must be a decimal number with at most 12 digits before and 8 after the decimal point',
  )
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
/** Imported tags may be empty or longer than new ones. They can still be removed. */
const maxImportedTagLength = 1_000_000

/**
 * Removes duplicates and keeps the order.
 * @throws AppError BAD_USER_INPUT with the path of the argument.
 */
export function checkTags(tags: readonly string[], argument: string): string[] {
  const checked = tags.map((tag, place) => requireText(tag, `${argument}.${place}`, { max: maxTagLength }))
  const distinct = [...new Set(checked)]
  if (distinct.length > maxTags) throw badArgument(argument, `must have at most ${maxTags} tags`)
  return distinct
}

/** @throws AppError BAD_USER_INPUT with the path of a tag that PostgreSQL can't store. */
export function checkTagsToRemove(tags: readonly string[], argument: string): readonly string[] {
  return tags.map((tag, place) =>
    requireText(tag, `${argument}.${place}`, { min: 0, max: maxImportedTagLength }),
  )
}
