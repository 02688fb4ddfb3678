import { toChainIdentity } from '../database/identity.ts'
import {
  checkAll,
  checkItems,
  requireJsonObject,
  requireOptionalText,
  requireRange,
  requireText,
} from '../database/validation.ts'
import { badArgument, requireGiven } from '../errors.ts'
import type {
  AnalysisParamsInput,
  CompetitorInput,
  OutputFormat,
  RpcConfigInput,
  UpdateCompetitorInput,
} from '../generated/graphql.ts'
import { checkAbi, unwrapAbiText } from './abi.rules.ts'
import { type AddressWarning, checkAddress, checkChain, maxAddressLength } from './address.rules.ts'

/** Competitors of one contract. Imports may create more, of which only the oldest are returned. */
export const maxCompetitors = 100
const maxCompetitorNameLength = 255
const maxGroupLength = 255

export interface NewCompetitor {
  readonly address: string
  readonly chain: string
  readonly name: string | null
  readonly abi: string | null
  readonly group: string | null
}

/** Undefined members are unchanged. */
export type CompetitorChange = { readonly [Name in keyof NewCompetitor]?: NewCompetitor[Name] | undefined }

export interface DecodedCompetitor {
  readonly competitor: NewCompetitor
  readonly warnings: readonly AddressWarning[]
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeCompetitor(input: CompetitorInput, argument: string): DecodedCompetitor {
  const { address } = input
  const { target, texts } = checkAll({
    target: () => {
      const chain = checkChain(input.chain, `${argument}.chain`)
      return {
        chain,
        ...checkAll({
          warnings: () => checkAddress(address, chain, `${argument}.address`),
          abi: () => (input.abi == null ? null : checkAbi(input.abi, chain, `${argument}.abi`)),
        }),
      }
    },
    texts: () => checkCompetitorTexts(input, argument),
  })
  const { chain, abi, warnings } = target
  const { name = null, group = null } = texts
  return { competitor: { address, chain, name, abi, group }, warnings }
}

function checkCompetitorTexts(
  { name, group }: Pick<CompetitorInput, 'name' | 'group'>,
  argument: string,
): Pick<CompetitorChange, 'name' | 'group'> {
  return checkAll({
    name: () => requireOptionalText(name, `${argument}.name`, { max: maxCompetitorNameLength }),
    group: () => requireOptionalText(group, `${argument}.group`, { max: maxGroupLength }),
  })
}

/**
 * Does not check address and entries of the ABI, whose format depends on the chain: see `checkCompetitorTarget`.
 * @throws AppError BAD_USER_INPUT with the path of the argument.
 */
export function decodeCompetitorChange(input: UpdateCompetitorInput): CompetitorChange {
  const { address, chain, abi } = input
  const { texts, ...target } = checkAll({
    texts: () => checkCompetitorTexts(input, 'input'),
    address: () => {
      const given = requireGiven(address, 'input.address')
      return requireOptionalText(given, 'input.address', { max: maxAddressLength })
    },
    chain: () => {
      const given = requireGiven(chain, 'input.chain')
      return given === undefined ? undefined : checkChain(given, 'input.chain')
    },
    abi: () => (abi == null ? abi : unwrapAbiText(abi, 'input.abi')),
  })
  return { ...texts, ...target }
}

/**
 * Checks address and ABI of a competitor after a change. Ignores what the change does not include: imported competitors
 * may have any address.
 * @throws AppError BAD_USER_INPUT with the path of the argument.
 */
export function checkCompetitorTarget(
  { address, chain, abi }: UpdateCompetitorInput,
  competitor: { readonly address: string; readonly chain: string },
): readonly AddressWarning[] {
  const isSameTarget = address === undefined && chain === undefined
  const { warnings } = checkAll({
    abi: () => (abi == null ? undefined : checkAbi(abi, competitor.chain, 'input.abi')),
    warnings: () => (isSameTarget ? [] : checkAddress(competitor.address, competitor.chain, 'input.address')),
  })
  return warnings
}

/** @throws AppError BAD_USER_INPUT with the path of the argument, also for too many competitors. */
export function decodeCompetitors(
  inputs: readonly CompetitorInput[],
  argument: string,
): readonly DecodedCompetitor[] {
  if (inputs.length > maxCompetitors)
    throw badArgument(argument, `must have at most ${maxCompetitors} competitors`, 'LENGTH')
  return checkItems(inputs, argument, decodeCompetitor)
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
  if (configs.length > maxChains)
    throw badArgument(argument, `must have at most ${maxChains} chains`, 'LENGTH')
  const chains = new Set<string>()
  return checkItems(configs, argument, (config, path) =>
    checkAll({
      chain: () => {
        const chain = checkChain(config.chain, `${path}.chain`)
        const identity = toChainIdentity(chain)
        if (chains.has(identity)) throw badArgument(`${path}.chain`, 'repeats a chain', 'DUPLICATE')
        chains.add(identity)
        return chain
      },
      rpcUrls: () => checkUrls(config.rpcUrls, `${path}.rpcUrls`),
    }),
  )
}

function checkUrls(urls: readonly string[], argument: string): readonly string[] {
  if (urls.length === 0 || urls.length > maxUrls)
    throw badArgument(argument, `must have 1 to ${maxUrls} URLs`, 'LENGTH')
  return checkItems(urls, argument, (url, path) => {
    requireText(url, path, { max: maxUrlLength })
    const isUsable = URL.canParse(url) && protocols.includes(new URL(url).protocol)
    if (!isUsable) throw badArgument(path, 'must be an http, https, ws or wss URL')
    return url
  })
}

/** Undefined fields are unchanged, or have the default of the column in a new row. */
export interface AnalysisParamsChange {
  readonly blockRange: number | undefined
  /** A decimal number. */
  readonly whaleThreshold: string | undefined
  readonly maxConcurrentRequests: number | undefined
  readonly failoverTimeoutMs: number | undefined
  readonly maxRetries: number | undefined
  readonly outputFormats: readonly string[] | undefined
  /** An object as JSON text. */
  readonly customParams: string | undefined
}

const maxInteger = 2_147_483_647
const maxRequests = 1000
const maxRetries = 100
/** As they are stored. Imported parameters may have any other text. */
const outputFormats = ['json', 'csv', 'markdown'] as const satisfies readonly OutputFormat[]
/** The range of decimal(20, 8). */
const threshold = /^\d{1,12}(\.\d{1,8})?$/

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeAnalysisParams(input: AnalysisParamsInput, argument: string): AnalysisParamsChange {
  const { customParams } = input
  const path = (name: keyof AnalysisParamsInput) => `${argument}.${name}`
  const range = (
    name: 'blockRange' | 'maxConcurrentRequests' | 'failoverTimeoutMs' | 'maxRetries',
    limits: { readonly min: number; readonly max: number },
  ) => {
    const given = requireGiven(input[name], path(name))
    return given === undefined ? undefined : requireRange(given, path(name), limits)
  }
  return checkAll({
    blockRange: () => range('blockRange', { min: 1, max: maxInteger }),
    whaleThreshold: () => checkThreshold(input.whaleThreshold, path('whaleThreshold')),
    maxConcurrentRequests: () => range('maxConcurrentRequests', { min: 1, max: maxRequests }),
    failoverTimeoutMs: () => range('failoverTimeoutMs', { min: 1, max: maxInteger }),
    maxRetries: () => range('maxRetries', { min: 0, max: maxRetries }),
    outputFormats: () => checkFormats(input.outputFormats, path('outputFormats')),
    customParams: () =>
      customParams === undefined ? undefined : requireJsonObject(customParams, path('customParams')),
  })
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
  value: readonly OutputFormat[] | null | undefined,
  argument: string,
): readonly string[] | undefined {
  const given = requireGiven(value, argument)
  if (given === undefined) return undefined
  const formats = checkItems(given, argument, (format, path) => {
    if (format !== 'other') return format
    throw badArgument(path, `must be one of ${outputFormats.join(', ').toUpperCase()}`)
  })
  return [...new Set(formats)]
}

/** OTHER for an imported text that is none of the formats. */
export function toOutputFormat(format: string): OutputFormat {
  return outputFormats.find((known) => known === format) ?? 'other'
}

const maxTags = 50
const maxTagLength = 100
/** Imported tags may be empty or longer than new ones. They can still be removed. */
const maxImportedTagLength = 1_000_000

/**
 * Removes duplicates, which may be in another Unicode form, and keeps the order.
 * @throws AppError BAD_USER_INPUT with the path of the argument.
 */
export function checkTags(tags: readonly string[], argument: string): string[] {
  const checked = checkItems(tags, argument, (tag, path) => requireText(tag, path, { max: maxTagLength }))
  const forms = checked.map((tag) => tag.normalize())
  const distinct = checked.filter((_tag, place) => forms.indexOf(forms[place] ?? '') === place)
  if (distinct.length > maxTags) throw badArgument(argument, `must have at most ${maxTags} tags`, 'LENGTH')
  return distinct
}

/** @throws AppError BAD_USER_INPUT with the path of a tag that PostgreSQL can't store. */
export function checkTagsToRemove(tags: readonly string[], argument: string): readonly string[] {
  return checkItems(tags, argument, (tag, path) =>
    requireText(tag, path, { min: 0, max: maxImportedTagLength }),
  )
}
