import type { ClientBase } from 'pg'
import { createApiKey, digestApiKey } from '../../src/auth/api-keys.ts'
import { hashPassword } from '../../src/auth/passwords.ts'
import type { ExternalDatabase } from '../../src/config.ts'
import { withClient } from '../../src/database/session/client.ts'

/** The attacked server and its data. Plain data, because it is passed to a thread. */
export interface AttackTarget {
  /** The URL of the GraphQL endpoint. */
  readonly url: string
  readonly database: ExternalDatabase
  /** The attacking account's. */
  readonly apiKey: string
  /** A contract of the attacking account. */
  readonly contractId: string
  /** An analysis of the attacking account, with large results. */
  readonly analysisId: string
  /** Accounts with the password `attackPassword`. */
  readonly emails: readonly string[]
}

export const attackPassword = 'the password of every attacked account'
const emailCount = 40
/** Length of the words that are inserted together into a long text. */
const wordsLength = 'common words  '.length + 32
const emails = Array.from({ length: emailCount }, (_, place) => `attacked.${place}@example.org`)

/** The amount of data of the attacking account. */
export interface AttackSizes {
  readonly analyses: number
  readonly resultsBytes: number
  readonly sessions: number
  /** Per session. */
  readonly messages: number
  /** Messages of 50 KB, in another session. */
  readonly longMessages: number
  /** Contracts with descriptions of 10 KB. */
  readonly longContracts: number
}

export const fullSizes: AttackSizes = {
  analyses: 100,
  resultsBytes: 900_000,
  sessions: 100,
  messages: 100,
  longMessages: 300,
  longContracts: 1000,
}

/** Adds the attacking account, with large amounts of data, and the accounts whose logins are attacked. */
export async function insertAttacker(
  database: ExternalDatabase,
  sizes: AttackSizes,
): Promise<Omit<AttackTarget, 'url'>> {
  const apiKey = createApiKey()
  const passwordHash = await hashPassword(attackPassword, { queue: 'owners', client: 'bench' })
  return withClient(database, async (client) => {
    const insertUser =
      'insert into users (email, password, name, api_key) values ($1, $2, $3, $4) returning id'
    for (const email of emails)
      await client.query(insertUser, [email, passwordHash, 'Attacked', digestApiKey(email)])
    const user = await client.query(insertUser, [
      'attacker@example.org',
      '!',
      'Attacker',
      digestApiKey(apiKey),
    ])
    const userId: string = user.rows[0].id
    const contract = await client.query(
      `insert into contracts (user_id, name, target_address, target_chain) values ($1, 'Token', '0x1111', 'ethereum')
      returning id`,
      [userId],
    )
    const contractId: string = contract.rows[0].id
    const analyses = await client.query(
      `insert into analyses (user_id, config_id, analysis_type, results)
      select $1, $2, 'single', jsonb_build_object('text', repeat('a word of the results ', $4::int / 22))
      from generate_series(1, $3::int) returning id`,
      [userId, contractId, sizes.analyses, sizes.resultsBytes],
    )
    await client.query(
      `with sessions as (
        insert into chat_sessions (user_id, title) select $1, 'Session ' || place from generate_series(1, $2::int) as place
        returning id
      )
      insert into chat_messages (session_id, user_id, role, content)
      select sessions.id, $1, 'user', repeat('words that are searched ', 20) || place
      from sessions, generate_series(1, $3::int) as place`,
      [userId, sizes.sessions, sizes.messages],
    )
    await insertLongTexts(client, userId, sizes)
    await client.query('analyze')
    return { database, apiKey, contractId, analysisId: analyses.rows[0].id, emails }
  })
}

/** Texts of distinct words, and one word that occurs in all of them: the longer the words, the longer parsing takes. */
async function insertLongTexts(
  client: ClientBase,
  userId: string,
  { longMessages, longContracts }: AttackSizes,
): Promise<void> {
  const words = `(select string_agg('common words ' || md5(place || ' ' || word), ' ') from generate_series(1, $3::int) as word)`
  await client.query(
    `insert into contracts (user_id, name, target_address, target_chain, description)
    select $1, 'Common', '0x' || place, 'ethereum', ${words} from generate_series(1, $2::int) as place`,
    [userId, longContracts, Math.floor(10_000 / wordsLength)],
  )
  await client.query(
    `with session as (insert into chat_sessions (user_id, title) values ($1, 'Long') returning id)
    insert into chat_messages (session_id, user_id, role, content)
    select session.id, $1, 'user', ${words} from session, generate_series(1, $2::int) as place`,
    [userId, longMessages, Math.floor(50_000 / wordsLength)],
  )
}
