import { checkAbi } from '../contracts/abi.rules.ts'
import { type AddressWarning, checkAddress, checkChain } from '../contracts/address.rules.ts'
import { checkAll, requireOptionalText, requireText } from '../database/validation.ts'
import { badArgument } from '../errors.ts'
import type { CompleteOnboardingInput, OnboardingStep, UpdateOnboardingInput } from '../generated/graphql.ts'
import type {
  OnboardingChange,
  OnboardingContract,
  OnboardingProgress,
  ProjectLinks,
} from './onboarding.store.ts'

const maxWebsiteLength = 500
const maxShortLength = 255
const maxLogoLength = 500_000
const maxPurposeLength = 10_000
const maxCategoryLength = 100
const maxBlock = 2n ** 63n - 1n
const base64Image = /^(data:image\/[a-z0-9.+-]+;base64,)?[A-Za-z0-9+/]+={0,2}$/

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeOnboarding(input: CompleteOnboardingInput): {
  links: ProjectLinks
  contract: OnboardingContract
  warnings: readonly AddressWarning[]
} {
  const { contractStartDate: startDate, contractPurpose = null, contractCategory = null } = input
  const { links, target, ...details } = checkAll({
    links: () => checkLinks(input),
    target: () => checkTarget(input),
    name: () => requireText(input.contractName, 'input.contractName', { max: maxShortLength }),
    purpose: () => requireOptionalText(contractPurpose, 'input.contractPurpose', { max: maxPurposeLength }),
    category: () =>
      requireOptionalText(contractCategory, 'input.contractCategory', { max: maxCategoryLength }),
    startDate: () => (startDate == null ? null : checkDay(startDate, 'input.contractStartDate')),
  })
  const { warnings, ...checked } = target
  return { links, contract: { ...details, ...checked }, warnings }
}

/** The format of address and ABI depends on the chain. */
function checkTarget({ contractAddress: address, contractAbi, contractChain }: CompleteOnboardingInput) {
  const chain = checkChain(contractChain, 'input.contractChain')
  const { warnings, abi } = checkAll({
    warnings: () => checkAddress(address, chain, 'input.contractAddress'),
    abi: () => (contractAbi == null ? null : checkAbi(contractAbi, chain, 'input.contractAbi')),
  })
  return { address, chain, abi, warnings }
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeOnboardingChange(input: UpdateOnboardingInput): OnboardingChange {
  const { deploymentBlock } = input
  const { links, block } = checkAll({
    links: () => checkLinks(input),
    block: () => (deploymentBlock == null ? deploymentBlock : checkBlock(BigInt(deploymentBlock))),
  })
  return { ...links, deploymentBlock: block }
}

/** The missing steps in the order in which the user interface shows them. */
export function listMissingSteps(
  progress: OnboardingProgress | undefined,
  hasDefaultContract: boolean,
): OnboardingStep[] {
  const steps: readonly (readonly [OnboardingStep, boolean | undefined])[] = [
    ['social_links', progress?.hasSocialLinks],
    ['logo', progress?.hasLogo],
    ['default_contract', hasDefaultContract],
    ['indexing', progress?.isIndexed],
  ]
  return steps.filter(([, isDone]) => isDone !== true).map(([step]) => step)
}

function checkLinks(input: Pick<UpdateOnboardingInput, keyof ProjectLinks>): ProjectLinks {
  const text = (name: 'twitter' | 'discord' | 'telegram') =>
    requireOptionalText(input[name], `input.${name}`, { max: maxShortLength })
  return checkAll({
    website: () => checkWebsite(input.website, 'input.website'),
    twitter: () => text('twitter'),
    discord: () => text('discord'),
    telegram: () => text('telegram'),
    logo: () => checkLogo(input.logo, 'input.logo'),
  })
}

function checkWebsite(website: string | null | undefined, argument: string): string | null | undefined {
  const text = requireOptionalText(website, argument, { max: maxWebsiteLength })
  if (text == null || isWebUrl(text)) return text
  throw badArgument(argument, 'must be an http or https URL')
}

/** User interfaces show it as an image; other URLs could be scripts. */
function checkLogo(logo: string | null | undefined, argument: string): string | null | undefined {
  const text = requireOptionalText(logo, argument, { max: maxLogoLength })
  if (text == null || base64Image.test(text) || isWebUrl(text)) return text
  throw badArgument(argument, 'must be an http or https URL or a Base64-encoded image')
}

function isWebUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text)
}

function checkBlock(block: bigint): string {
  if (block < 0n || block > maxBlock)
    throw badArgument('input.deploymentBlock', `must be 0 to ${maxBlock}`, 'RANGE')
  return block.toString()
}

/** LocalDate has a year 0, PostgreSQL does not. */
function checkDay(day: string, argument: string): string {
  if (day.startsWith('0000')) throw badArgument(argument, 'must be in the year 1 or later')
  return day
}
