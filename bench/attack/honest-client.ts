import { readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ourDialect } from '../queries/ours.ts'
import { type Latencies, summarizeLatencies } from '../statistics.ts'
import { sendRequest } from './send-request.ts'

/** An honest client's latencies, measured from the time when a request was due. */
export interface HonestFigures extends Latencies {
  /** Error responses by code. */
  readonly failures: Readonly<Record<string, number>>
}

/** Requests are due at this rate, whether or not earlier ones have been answered. */
const perSecond = 20

const dashboard = readFileSync(
  join(import.meta.dirname, '../../src/http/pages/playground/dashboard.graphql'),
  'utf8',
)
const bodies = [
  { query: dashboard },
  { query: ourDialect.Q2.text, variables: { first: 10, nested: 5 } },
  { query: ourDialect.Q3.text, variables: { first: 5, nested: 10 } },
  { query: ourDialect.Q5.text },
].map((body) => JSON.stringify(body))

/** Requests dashboards at a constant rate for a number of seconds. */
export async function askHonestly(url: string, apiKey: string, seconds: number): Promise<HonestFigures> {
  const agent = new Agent({ keepAlive: true })
  const took: number[] = []
  const failures: Record<string, number> = {}
  const startedAt = performance.now()
  const askOnce = async (place: number, dueAt: number) => {
    const outcome = await sendRequest({ url, agent, apiKey, body: bodies[place % bodies.length] ?? '' }).then(
      (answer) => answer.outcome,
      () => 'no answer',
    )
    took.push(performance.now() - dueAt)
    if (outcome !== 'ok') failures[outcome] = (failures[outcome] ?? 0) + 1
  }
  const asked: Promise<void>[] = []
  for (let place = 0; place < seconds * perSecond; place++) {
    const dueAt = startedAt + (place * 1000) / perSecond
    await sleep(Math.max(dueAt - performance.now(), 0))
    asked.push(askOnce(place, dueAt))
  }
  await Promise.all(asked)
  agent.destroy()
  return { ...summarizeLatencies(took), failures }
}
