import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { insertAttacker } from '../../bench/attack/attack-target.ts'
import { attack } from '../../bench/attack/attacker.ts'
import { attackShapes } from '../../bench/attack/attacks.ts'
import { toClientConfig } from '../../src/database/session/client.ts'
import { startApi } from '../support/api.ts'
import { insertContract, insertUser } from '../support/factories.ts'

const api = await startApi({ maxConnections: 20 })
const { database } = api.served
const honest = await insertUser(api.db)
await insertContract(api.db, { user_id: honest.id })
const sizes = {
  analyses: 40,
  resultsBytes: 900_000,
  sessions: 20,
  messages: 20,
  longMessages: 30,
  longContracts: 100,
}
const target = { ...(await insertAttacker(database, sizes)), url: `${api.url}/graphql` }
const attackMs = 600
const attacks = attackShapes.flatMap((shape) =>
  shape.senders.map((sender) => ({ shape, sender, name: shape.name })),
)

test.each(attacks)(
  '$name as $sender causes no INTERNAL error, and the honest client gets its answers',
  async ({ shape, sender }) => {
    const lock = shape.lock?.(target)
    if (lock !== undefined) await holdLocks(lock.statement, lock.values)
    const stop = new AbortController()

    const attacked = attack({ target, shapeName: shape.name, sender }, stop.signal)
    await sleep(attackMs / 2)
    const answer = await api.ask('{ me { id } contracts { edges { node { name } } } }', {}, honest)
    await sleep(attackMs / 2)
    stop.abort()

    expect([answer.status, answer.errors]).toEqual([200, []])
    expect(answer.data.contracts.edges.length).toBe(1)
    expect(Object.keys(await attacked).filter((outcome) => ['INTERNAL', 'error'].includes(outcome))).toEqual(
      [],
    )
    await expect.poll(async () => (await fetch(`${api.url}/ready`)).status, { timeout: 20_000 }).toBe(200)
  },
)

async function holdLocks(statement: string, values: readonly unknown[]): Promise<void> {
  const client = new pg.Client(toClientConfig(database))
  await client.connect()
  onTestFinished(() => client.end())
  await client.query('begin')
  await client.query(statement, [...values])
}
