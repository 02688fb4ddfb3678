import { describe, expect, test } from 'vitest'
import { userRecords } from '../../../src/import/records/user.ts'
import type { JsonObject } from '../../fixtures/make-legacy/seeded.ts'
import { notOnboarded, onboarded, usage, user, userId } from '../../fixtures/make-legacy/users.ts'
import { decodeRecord } from './decoding.ts'

const createdAt = '2025-03-01T10:00:00.123Z'

function decodeUser(fields: JsonObject = {}) {
  const { rows, ...decoded } = decodeRecord(userRecords, user('amara.okafor', createdAt, fields))
  const [row] = rows.users ?? []
  const [onboarding] = rows.user_onboarding ?? []
  const [preferences] = rows.user_preferences ?? []
  return { ...decoded, row, onboarding, preferences }
}

describe('usage', () => {
  test('with counters of AI queries keeps them in the extra', () => {
    const { extra, warnings } = decodeUser({
      usage: { ...usage('amara.okafor', createdAt), currentMonth: '2025-03', aiQueryCount: 31 },
    })
    expect(warnings).toEqual([])
    expect(extra).toEqual({ '/usage/currentMonth': { is: '2025-03' }, '/usage/aiQueryCount': { is: 31 } })
  })

  test('of API calls provides only the date of the last reset', () => {
    const lastReset = '2025-03-02T00:00:00.000Z'
    const { row } = decodeUser({ usage: { apiCalls: 118, month: 2, year: 2025, lastReset } })
    expect(row).toMatchObject({ analysis_count: 0, last_analysis: null })
    expect(row?.monthly_reset_date).toEqual(new Date(lastReset))
  })

  test("that is missing counts from the user's creation", () => {
    const { row, warnings } = decodeUser({ usage: undefined })
    expect(row?.monthly_reset_date).toEqual(new Date(createdAt))
    expect(warnings).toEqual([])
  })

  test('in a key with a dot is used only if the real one is missing', () => {
    const dotted = { 'usage.analysisCount': 77 }
    const counters = { ...usage('amara.okafor', createdAt), analysisCount: 5 }
    expect(decodeUser({ usage: counters, ...dotted }).row?.analysis_count).toBe(5)
    expect(decodeUser({ usage: undefined, ...dotted }).row?.analysis_count).toBe(77)
  })
})

describe('onboarding', () => {
  test('that is missing has no row and no extra', () => {
    const { onboarding, extra, warnings } = decodeUser({ onboarding: undefined })
    expect({ onboarding, extra, warnings }).toEqual({ onboarding: undefined, extra: {}, warnings: [] })
  })

  test('has a row with an id and times derived from the user', () => {
    const { onboarding } = decodeUser()
    expect(onboarding?.id).toBe(decodeUser().onboarding?.id)
    expect(onboarding).toMatchObject({ user_id: userId('amara.okafor'), created_at: new Date(createdAt) })
  })

  test.each([
    ['2024-05-20', '2024-05-20', []],
    ['', null, []],
    ['2025-05-01T00:30:00+02:00', '2025-04-30', ['VALUE_APPROXIMATED']],
    ['13/45/2025', null, ['INVALID_DATE']],
  ])('starts on the UTC day of %j', (startDate, expected, codes) => {
    const { onboarding, warnings } = decodeUser({ onboarding: onboarded('Swap', { startDate }) })
    expect(onboarding?.contract_start_date).toBe(expected)
    expect(warnings).toEqual(codes.map((code) => `${code} /onboarding/defaultContract/startDate`))
  })

  test('rounds the progress, stores the block number and the ABI as text, and drops an invalid id', () => {
    const { onboarding, warnings } = decodeUser({
      onboarding: onboarded('Swap', {
        indexingProgress: 61.25,
        deploymentBlock: 19_120_455,
        abi: [{ type: 'fallback' }],
        lastAnalysisId: 'analysis-1',
      }),
    })
    expect(onboarding).toMatchObject({
      indexing_progress: 61,
      deployment_block: '19120455',
      contract_abi: '[{"type":"fallback"}]',
      last_analysis_id: null,
    })
    expect(warnings).toEqual([
      'VALUE_APPROXIMATED /onboarding/defaultContract/indexingProgress',
      'INVALID_ID /onboarding/defaultContract/lastAnalysisId',
    ])
  })

  test('that is not an object has no row and causes a warning', () => {
    const { onboarding, warnings, extra } = decodeUser({ onboarding: 'done' })
    expect(onboarding).toBeUndefined()
    expect(warnings).toEqual(['WRONG_TYPE /onboarding'])
    expect(extra).toEqual({ '/onboarding': { is: 'done' } })
  })

  test('with long links truncates them', () => {
    const website = `https://example.com/${'w'.repeat(600)}`
    const { onboarding, warnings } = decodeUser({
      onboarding: { ...notOnboarded(), socialLinks: { website } },
    })
    expect(onboarding?.website).toBe(website.slice(0, 500))
    expect(warnings).toEqual(['VALUE_TOO_LONG /onboarding/socialLinks/website'])
  })
})

test('preferences without a column become custom settings', () => {
  const notifications = { email: false, analysis: true }
  const { preferences, extra } = decodeUser({
    preferences: { notifications, defaultChain: 'lisk', theme: { dark: true } },
  })
  expect(preferences).toMatchObject({
    email_notifications: false,
    default_chain: 'lisk',
    custom_settings: { theme: { dark: true } },
  })
  expect(extra).toEqual({})
})
