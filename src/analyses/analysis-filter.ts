import { requireUuid } from '../database/ids.ts'
import { requireJson, requireText } from '../database/storable.ts'
import type { AnalysisFilter, AnalysisResultsFilter } from '../generated/graphql.ts'
import { checkScalar, parseKeys } from './analysis.rules.ts'
import type { AnalysisConditions } from './analysis-filter.store.ts'

/** Of the columns' own length; an empty text finds nothing, or all. */
const textLimits = { min: 0, max: 255 }

/**
 * Checks a filter; null and nothing are no conditions.
 * @throws AppError BAD_USER_INPUT that names the field, for an id, a path or a value that can't be one.
 */
export function decodeFilter(filter: AnalysisFilter | null | undefined): AnalysisConditions {
  const { results, ...conditions } = filter ?? {}
  if (conditions.configId != null) requireUuid(conditions.configId, 'filter.configId')
  if (conditions.address != null) requireText(conditions.address, 'filter.address', textLimits)
  for (const [place, chain] of (conditions.chain ?? []).entries()) {
    requireText(chain, `filter.chain.${place}`, textLimits)
  }
  return results == null ? conditions : { ...conditions, results: toContained(results) }
}

/** {"target":{"category":"defi"}} for the path "/target/category" and the value "defi". */
function toContained({ path, equals }: AnalysisResultsFilter): string {
  const keys = parseKeys(path, 'filter.results.path')
  const value = checkScalar(equals ?? null, 'filter.results.equals')
  const document = keys.reduceRight<unknown>((inner, key) => Object.fromEntries([[key, inner]]), value)
  return requireJson(document, 'filter.results')
}
