import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'

const api = await startApi()
const user = await insertUser(api.db)
const long = (length: number) => 'x'.repeat(length)
const requiredInput = {
  contractAddress: `0x${'1'.repeat(40)}`,
  contractChain: 'ethereum',
  contractName: 'DEX',
}

const complete = (values: object) =>
  api.ask(
    'mutation ($input: CompleteOnboardingInput!) { completeOnboarding(input: $input) { contract { id } } }',
    { input: { ...requiredInput, ...values } },
    user,
  )
const update = (input: object) =>
  api.ask(
    'mutation ($input: UpdateOnboardingInput!) { updateOnboarding(input: $input) { onboarding { updatedAt } } }',
    { input },
    user,
  )

/** Rejected by both mutations. */
const wrongLinks: readonly (readonly [string, object, string])[] = [
  ['a web site without http', { website: 'dex.example' }, 'website'],
  ['a web site with a javascript URL', { website: 'javascript:alert(1)' }, 'website'],
  ['a long web site', { website: `https://${long(500)}` }, 'website'],
  ['an empty account', { twitter: '' }, 'twitter'],
  ['a long account', { discord: long(256) }, 'discord'],
  ['a NUL', { telegram: 'a\0' }, 'telegram'],
  ['a logo with a javascript URL', { logo: 'javascript:alert(1)' }, 'logo'],
  ['a logo that is an HTML page', { logo: 'data:text/html;base64,AA==' }, 'logo'],
  ['a large logo', { logo: 'A'.repeat(500_001) }, 'logo'],
]

test.each(wrongLinks)('%s is rejected with the path of the argument', async (_what, values, field) => {
  for (const { errors } of [await complete(values), await update(values)]) {
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: `input.${field}` } }])
  }
})

test.each([
  ['a wrong address', { contractAddress: '0x' }, 'contractAddress'],
  ['an empty chain', { contractChain: '' }, 'contractChain'],
  ['an empty name', { contractName: '' }, 'contractName'],
  ['a wrong ABI', { contractAbi: '[{}]' }, 'contractAbi'],
  ['a purpose that is too long', { contractPurpose: long(10_001) }, 'contractPurpose'],
  ['a long category', { contractCategory: long(101) }, 'contractCategory'],
  ['a date in the year 0', { contractStartDate: '0000-01-01' }, 'contractStartDate'],
])('%s of the contract is rejected with the path of the argument', async (_what, values, field) => {
  const { errors } = await complete(values)
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: `input.${field}` } }])
})

test('a negative block number is rejected with the path of the argument', async () => {
  const { errors } = await update({ deploymentBlock: -1 })
  expect(errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT', argument: 'input.deploymentBlock' } },
  ])
})

test.each([
  ...['isIndexed: true', 'indexingProgress: 100', 'lastAnalysisId: null', 'currentStep: "a"'],
  ...['hasErrors: false', 'completionReason: "a"', 'isContinuousSync: true'],
])('the state of indexing can’t be updated: %s', async (field) => {
  const document = `mutation { updateOnboarding(input: { ${field} }) { onboarding { updatedAt } } }`

  const { errors } = await api.ask(document, {}, user)

  expect(errors[0]?.message).toContain('is not defined by type "UpdateOnboardingInput"')
})

test('a block number beyond 2^53 is stored exactly; one beyond the range of the column is rejected', async () => {
  const ask = (block: string) =>
    api.ask(
      `mutation { updateOnboarding(input: { deploymentBlock: ${block} }) { onboarding { deploymentBlock } } }`,
      {},
      user,
    )

  expect((await ask('9223372036854775807')).text).toContain('9223372036854775807')
  expect((await ask('"9223372036854775806"')).text).toContain('9223372036854775806')
  expect((await ask('9223372036854775808')).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT', argument: 'input.deploymentBlock' } },
  ])
})

test('a block number in a variable is exact, also beyond 2^53', async () => {
  const ask = async (block: unknown) => (await update({ deploymentBlock: block })).errors

  for (const block of ['1.5', '', ' 1', '1e3', true]) expect(await ask(block)).not.toEqual([])
  for (const block of ['9007199254740993', 2 ** 53 - 1, 2 ** 53]) expect(await ask(block)).toEqual([])
})
