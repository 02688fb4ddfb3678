import { addressOf, createdAt, type Dataset, idOf, type Random, randomOf, toTime } from './dataset.ts'

const bcryptDigits = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const inactiveEvery = 50
const bcryptLength = 53
const givenNames = ['amara', 'bo', 'chidi', 'dana', 'emre', 'femi', 'grace', 'hana'] as const
const familyNames = ['okafor', 'lind', 'nakamura', 'silva', 'osei', 'weber', 'novak', 'diaz'] as const
const tiers = ['free', 'free', 'free', 'starter', 'pro', 'enterprise'] as const

/** The API key of a user in plain text, as the legacy application stored it. */
export function apiKeyOf(dataset: Dataset, index: number): string {
  return randomOf(dataset, 'id', index).hex(64)
}

/** The keys of inactive users are rejected. */
export function isActiveUser(index: number): boolean {
  return index % inactiveEvery !== inactiveEvery - 1
}

/** A record of users.json. */
export function userRecord(dataset: Dataset, index: number): object {
  const random = randomOf(dataset, 'user', index)
  const created = createdAt(random, index, dataset.counts.users)
  const given = random.pick(givenNames)
  const family = random.pick(familyNames)
  return {
    id: idOf(dataset, 'user', index),
    email: `${given}.${family}.${dataset.seed}.${index}@example.org`,
    password: bcryptLike(random),
    name: `${given} ${family}`,
    tier: random.pick(tiers),
    apiKey: apiKeyOf(dataset, index),
    isActive: isActiveUser(index),
    emailVerified: random.chance(0.8),
    usage: {
      analysisCount: random.between(0, 400),
      monthlyAnalysisCount: random.between(0, 9),
      lastAnalysis: toTime(created + random.between(1, 9) * 3_600_000),
      monthlyResetDate: toTime(created),
    },
    onboarding: onboardingOf(random),
    preferences: {
      notifications: { email: random.chance(0.7), analysis: random.chance(0.9) },
      defaultChain: random.pick(['ethereum', 'lisk']),
    },
    createdAt: toTime(created),
    updatedAt: toTime(created + random.between(1, 600) * 60_000),
  }
}

function bcryptLike(random: Random): string {
  const digits = Array.from(
    { length: bcryptLength },
    () => bcryptDigits[random.between(0, bcryptDigits.length - 1)],
  )
  return `$2a$12$${digits.join('')}`
}

function onboardingOf(random: Random): object {
  const handle = `product-${random.hex(6)}`
  return {
    completed: true,
    socialLinks: {
      website: `https://${handle}.example.com`,
      twitter: `https://twitter.example.com/${handle}`,
      discord: null,
      telegram: random.chance(0.5) ? `https://t.example.com/${handle}` : null,
    },
    logo: null,
    defaultContract: {
      address: addressOf(random),
      chain: 'ethereum',
      abi: null,
      name: handle,
      purpose: `Learn who uses ${handle}, and why they come back`,
      category: 'defi',
      startDate: '2024-06-01',
      isIndexed: true,
      indexingProgress: 100,
      lastAnalysisId: null,
    },
  }
}
