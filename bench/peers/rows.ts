import type pg from 'pg'
import { statements } from './statements.ts'

export interface Row {
  readonly id: string
  readonly [column: string]: unknown
}
export type ContractRow = Row
export type SessionRow = Row
export type AnalysisRow = Row & { readonly userId: string; readonly configId: string | null }
type ChildRow = Row & { readonly contractId: string }

/** Reads the rows of one user. Rows of many parents are returned as a map by the parent's id. */
export function createReader(pool: pg.Pool, userId: string) {
  const read = async <Found extends pg.QueryResultRow>(
    statement: keyof typeof statements,
    ...values: unknown[]
  ): Promise<Found[]> => (await pool.query<Found>(statements[statement], [userId, ...values])).rows
  const byId = async (statement: keyof typeof statements, ids: readonly string[]) =>
    new Map((await read<Row>(statement, [...new Set(ids)])).map((row) => [row.id, row]))
  return {
    contract: async (id: string) => (await read<ContractRow>('contractById', id))[0],
    contracts: (first: number) => read<ContractRow>('firstContracts', first),
    analyses: (first: number) => read<AnalysisRow>('firstAnalyses', first),
    analysesWithResults: (first: number) => read<AnalysisRow>('firstAnalysesWithResults', first),
    results: async (ids: readonly string[]) =>
      new Map((await read<Row>('resultsByIds', ids)).map((row) => [row.id, row.results])),
    sessions: (first: number) => read<SessionRow>('firstSessions', first),
    analysisCounts: () => read('analysisCounts'),
    users: (ids: readonly string[]) => byId('usersByIds', ids),
    contractsById: (ids: readonly string[]) => byId('contractsByIds', ids),
    competitors: async (contractIds: readonly string[]) =>
      Map.groupBy(await read<ChildRow>('competitorsByContracts', contractIds), (row) => row.contractId),
    params: async (contractIds: readonly string[]) =>
      new Map((await read<ChildRow>('paramsByContracts', contractIds)).map((row) => [row.contractId, row])),
    analysesOfContracts: async (contractIds: readonly string[], first: number) =>
      Map.groupBy(
        await read<AnalysisRow>('firstAnalysesByContracts', contractIds, first),
        (row) => row.configId ?? '',
      ),
    messages: async (sessionIds: readonly string[], first: number) =>
      Map.groupBy(
        await read<Row & { readonly sessionId: string }>('firstMessagesBySessions', sessionIds, first),
        (row) => row.sessionId,
      ),
  }
}

export type Reader = ReturnType<typeof createReader>
