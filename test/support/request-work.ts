import { defaultByteLimits, type RequestWork, Workload } from '../../src/database/workload.ts'

/** The work of a request in a server that has nothing else to do, for tests that call Apollo Server without HTTP. */
export function openWork(): Promise<RequestWork> {
  const workload = new Workload(defaultByteLimits)
  return workload.open('the test', { maxStatements: 1, maxRequests: 1, maxWaitingRequests: 0 })
}
