import { legacyAnalysis, legacyContract, legacyMessage, legacySession, legacyUser } from './legacy-records.ts'

/** A user with one record of every kind and two messages, and the files that hold them. */
export function createLegacyTree() {
  const user = legacyUser({ onboarding: { completed: true }, unknown: 9007199254740993n.toString() })
  const contract = legacyContract(user.id, {
    competitors: [{ id: 'comp-1', address: '0x2', chain: 'lisk' }],
    rpcConfig: { lisk: ['https://one.example.org'] },
  })
  const session = legacySession(user.id)
  const analysis = legacyAnalysis(user.id, { configId: contract.id })
  const messages = [legacyMessage(session.id), legacyMessage(session.id)]
  return {
    ...{ user, contract, session, analysis, messages },
    files: {
      'users.json': [user],
      'contracts.json': [contract],
      'analyses.json': [analysis],
      'chat_sessions.json': [session],
      'chat_messages.json': messages,
    },
  }
}
