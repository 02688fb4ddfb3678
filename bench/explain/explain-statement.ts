import pg from 'pg'
import { z } from 'zod'
import type { SentStatement } from './recorded-server.ts'

/** Sequential scans of a table. */
export interface Scan {
  readonly table: string
  /** The number of scans. */
  readonly times: number
}

/** How PostgreSQL executed a statement. */
export interface Explanation {
  readonly milliseconds: number
  /** Rows of the result. */
  readonly rows: number
  /** Rows of tables and indexes that were read for it. */
  readonly rowsRead: number
  readonly pagesRead: number
  readonly scans: readonly Scan[]
  /** The planner's estimate for the whole plan. */
  readonly cost: number
}

/** A prepared statement is planned for its values (custom) or for any values (generic). */
export const planKinds = ['custom', 'generic'] as const
export type PlanKind = (typeof planKinds)[number]

const nodeForm = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  'Rows Removed by Filter': z.number().default(0),
  'Rows Removed by Index Recheck': z.number().default(0),
  'Shared Hit Blocks': z.number(),
  'Shared Read Blocks': z.number(),
  'Total Cost': z.number(),
  get Plans(): z.ZodOptional<z.ZodArray<typeof nodeForm>> {
    return z.array(nodeForm).optional()
  },
})
type PlanNode = z.output<typeof nodeForm>
const planForm = z.tuple([z.object({ Plan: nodeForm, 'Execution Time': z.number() })])

/** Prepares and runs the statement as the server does. */
export async function explainStatement(
  client: pg.Client,
  { text, values }: SentStatement,
  kind: PlanKind,
): Promise<Explanation> {
  await client.query(`set plan_cache_mode = force_${kind}_plan`)
  await client.query(`prepare explained as ${text}`)
  const given = values.length === 0 ? '' : `(${values.map(toLiteral).join(', ')})`
  const { rows } = await client.query<{ 'QUERY PLAN': unknown }>(
    `explain (analyze, buffers, timing off, format json) execute explained${given}`,
  )
  await client.query('deallocate explained')
  const [{ Plan: plan, 'Execution Time': milliseconds }] = planForm.parse(rows[0]?.['QUERY PLAN'])
  const nodes = listNodes(plan)
  return {
    milliseconds,
    rows: plan['Actual Rows'],
    rowsRead: Math.round(nodes.filter(isRead).reduce((sum, node) => sum + countRead(node), 0)),
    pagesRead: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    scans: nodes.flatMap(toScan),
    cost: plan['Total Cost'],
  }
}

function listNodes(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(listNodes)]
}

function isRead(node: PlanNode): boolean {
  return node['Relation Name'] !== undefined || node['Node Type'] === 'Bitmap Index Scan'
}

function countRead(node: PlanNode): number {
  const rows = node['Actual Rows'] + node['Rows Removed by Filter'] + node['Rows Removed by Index Recheck']
  return rows * node['Actual Loops']
}

/** Omits scans that were never started. */
function toScan(node: PlanNode): Scan[] {
  const { 'Relation Name': table, 'Actual Loops': times } = node
  return node['Node Type'] === 'Seq Scan' && table !== undefined && times > 0 ? [{ table, times }] : []
}

/** EXECUTE takes no protocol parameters; PostgreSQL converts these literals to the types of the statement's parameters. */
function toLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString())
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.map(toElement).join(',')}}`)
  return pg.escapeLiteral(String(value))
}

function toElement(value: unknown): string {
  return value === null ? 'null' : `"${String(value).replaceAll(/["\\]/g, '\\$&')}"`
}
