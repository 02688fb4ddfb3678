import type { ExternalDatabase } from '../../src/config.ts'
import type { QueriedUser } from '../datasets/api/queried-users.ts'
import type { QueryName } from '../queries/query.ts'
import { findDifference, type PlainAnswer, toPlainAnswer } from './answer.ts'
import { askBaseline } from './baseline.ts'
import type { Candidate } from './candidates.ts'
import { createBody } from './wrk.ts'

export interface AnswerCheck {
  readonly servers: readonly Candidate[]
  readonly queries: readonly QueryName[]
  readonly users: readonly QueriedUser[]
  /** The database whose answers to the hand-written statements are compared too. */
  readonly baseline: ExternalDatabase | undefined
}

/** The number of users whose answers are compared. */
const sampleSize = 5
/** The position of the requested contract among the user's. */
const contractPlace = 3
/** The length of each list: the dataset has more rows, so that every limit applies. */
const lengths: Partial<Record<QueryName, number>> = { Q2: 20, Q3: 10, Q4: 100 }

/**
 * Sends every query to every server for some users.
 * @throws Error for the first answer that is an error, has the wrong length, or differs from the first server's.
 */
export async function checkAnswers({ servers, queries, users, baseline }: AnswerCheck): Promise<void> {
  const step = Math.max(1, Math.floor(users.length / sampleSize))
  for (const user of users.filter((_, place) => place % step === 0).slice(0, sampleSize)) {
    for (const name of queries) {
      const answers: { title: string; answer: PlainAnswer }[] = []
      for (const server of servers)
        answers.push({ title: server.title, answer: await askServer(server, name, user) })
      if (baseline !== undefined && name !== 'Q0')
        answers.push({ title: 'PostgreSQL', answer: await askBaseline(baseline, name, user, contractPlace) })
      compare(answers, name, user)
    }
  }
}

async function askServer(
  { title, dialect, process }: Candidate,
  name: QueryName,
  user: QueriedUser,
): Promise<PlainAnswer> {
  const response = await fetch(process.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${user.token}` },
    body: createBody(dialect, name, user.contractIds[contractPlace - 1] ?? ''),
  })
  const text = await response.text()
  const { data, errors } = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : {}
  if (!response.ok || errors !== undefined || data === undefined)
    throw new Error(`${title} answers ${name} with ${response.status}: ${text.slice(0, 500)}`)
  return toPlainAnswer(data, name, dialect[name])
}

function compare(
  answers: readonly { title: string; answer: PlainAnswer }[],
  name: QueryName,
  user: QueriedUser,
): void {
  const [first, ...others] = answers
  if (first === undefined) return
  const length = lengths[name]
  if (length !== undefined && !(Array.isArray(first.answer) && first.answer.length === length))
    throw new Error(
      `${first.title} answers ${name} of user ${user.number} with a list whose length is not ${length}.`,
    )
  for (const { title, answer } of others) {
    const difference = findDifference(first.answer, answer)
    if (difference !== undefined)
      throw new Error(
        `Answers to ${name} of user ${user.number} by ${first.title} and ${title} differ: ${difference}.`,
      )
  }
}
