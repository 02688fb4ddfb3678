import { Agent } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import type { AttackTarget } from './attack-target.ts'
import { attackShapes, type Sender } from './attacks.ts'
import { sendRequest } from './send-request.ts'

/** The thread's input. */
export interface AttackerData {
  readonly target: AttackTarget
  readonly shapeName: string
  readonly sender: Sender
}

/** The number of responses of an attack by outcome. */
export type Outcomes = Readonly<Record<string, number>>

/** How long an attacker pauses after a request without a response. */
const pauseMs = 100

/** Sends an attack's concurrent requests until the signal aborts it. */
export async function attack(data: AttackerData, signal: AbortSignal): Promise<Outcomes> {
  const { target, shapeName, sender } = data
  const shape = attackShapes.find(({ name }) => name === shapeName)
  if (shape === undefined) throw new Error(`Unknown attack: ${shapeName}.`)
  const agent = new Agent({ keepAlive: true })
  const outcomes: Record<string, number> = {}
  const apiKey = sender === 'account' ? target.apiKey : undefined
  let place = 0
  const send = async () => {
    while (!signal.aborted) {
      const body = JSON.stringify(shape.createBody(target, place++))
      const outcome = await sendRequest({ url: target.url, agent, apiKey, body, signal }).then(
        (answer) => answer.outcome,
        () => 'no answer',
      )
      if (signal.aborted) return
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      if (outcome === 'no answer') await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
  await Promise.all(Array.from({ length: shape.concurrency }, send))
  agent.destroy()
  return outcomes
}

// Runs in its own thread, so that reading responses does not delay the honest client.
if (parentPort !== null && workerData?.shapeName !== undefined) {
  const stop = new AbortController()
  parentPort.once('message', () => stop.abort())
  parentPort.postMessage(await attack(workerData, stop.signal))
}
