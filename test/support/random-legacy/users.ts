import fc from 'fast-check'
import type { JsonObject } from '../../fixtures/make-legacy/seeded.ts'
import { address, chain, count, flag, hexDigits, nullable, time, withId } from './fields.ts'
import { number, partial, text } from './json.ts'

export function userOf(id: string): fc.Arbitrary<JsonObject> {
  const fields = partial({
    email: fc
      .oneof({ weight: 6, arbitrary: fc.nat(1_000_000) }, fc.constant(0))
      .map((at) => `User.${at}@example.com`),
    password: hexDigits(53).map((salted) => `$2a$06$${salted}`),
    name: text,
    tier: fc.constantFrom('free', 'starter', 'pro', 'enterprise', 'gold'),
    isActive: flag,
    emailVerified: flag,
    role: fc.constantFrom('admin', 'user'),
    lastLogin: time,
    walletAddress: nullable(address),
    usage: partial({
      analysisCount: count,
      monthlyAnalysisCount: count,
      lastAnalysis: nullable(time),
      monthlyResetDate: time,
      currentMonth: text,
    }),
    'usage.analysisCount': count,
    onboarding: onboarding(),
    preferences: partial({ notifications: partial({ email: flag, analysis: flag }), defaultChain: chain }),
    createdAt: time,
    updatedAt: time,
  })
  // Of an API key only a digest is kept: a list or an object in its place could not be found again leaf by leaf.
  const apiKey = fc.option(
    fc.oneof({ weight: 5, arbitrary: hexDigits(64) }, text, fc.constant('5a'.repeat(32))),
    { nil: undefined },
  )
  return withId(
    id,
    fc.tuple(fields, apiKey).map(([known, key]) => ({ ...known, apiKey: key })),
  )
}

function onboarding(): fc.Arbitrary<JsonObject> {
  return partial({
    completed: flag,
    socialLinks: partial({
      website: nullable(text),
      twitter: nullable(text),
      discord: nullable(text),
      telegram: nullable(text),
    }),
    logo: nullable(text),
    defaultContract: partial({
      address: nullable(address),
      chain: nullable(chain),
      abi: nullable(text),
      name: nullable(text),
      purpose: nullable(text),
      category: nullable(text),
      startDate: fc.constantFrom('', '2024-06-01', '2024-06-01T00:00:00.000Z', '06/01/2024'),
      isIndexed: flag,
      indexingProgress: fc.oneof(fc.nat(100), number),
      lastAnalysisId: nullable(fc.uuid()),
      currentStep: text,
      deploymentBlock: count,
      continuousSync: flag,
      continuousSyncStarted: time,
      hasErrors: flag,
    }),
  })
}
