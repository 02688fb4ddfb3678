import type { ExecutionResult } from 'graphql'
import { executeFields } from './execute-fields.ts'
import { Execution, type ExecutionInput } from './execution.ts'
import type { ObjectPlan, PlannedOperation } from './plan.ts'

/**
 * Executes a plan. The result is that of graphql-js for the same input, except for the order of `errors` and the prototype
 * of objects.
 */
export function executePlan(
  planned: PlannedOperation,
  plan: ObjectPlan,
  input: ExecutionInput,
): ExecutionResult | Promise<ExecutionResult> {
  const run = new Execution(planned, input)
  let data: Answer = null
  try {
    data = executeFields(run, plan, input.rootValue)
  } catch (error) {
    run.failRoot(error)
  }
  if (run.root.pending === 0 || run.isFailed) return toResult(run, data)
  return run.ended.then(() => toResult(run, data))
}

type Answer = Record<string, unknown> | null

function toResult({ errors, isFailed }: Execution, data: Answer): ExecutionResult {
  const result = { data: isFailed ? null : data }
  return errors.length === 0 ? result : { errors, ...result }
}
