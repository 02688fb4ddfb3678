import type { Link, PrepareLink } from './link.ts'
import { prepareOwnerLink } from './link-owner.ts'
import { ownRow } from './own-row.ts'
import { findOwners } from './reference.store.ts'

/** An analysis needs its owner; a configuration that is not there, or is another user's, is left out. */
export const prepareAnalysisLink: PrepareLink = async (db, records, orphans): Promise<Link> => {
  const analyses = records.map(({ rows }) => ownRow(rows, 'analyses'))
  const linkOwner = await prepareOwnerLink(
    db,
    analyses.map((analysis) => analysis.user_id),
    orphans,
  )
  const configIds = analyses.flatMap((analysis) => analysis.config_id ?? [])
  const configs = await findOwners(db, 'contracts', [...new Set(configIds)])
  const ownersByConfig = new Map(configs.map(({ id, userId }) => [id, userId]))
  return ({ rows }) => {
    const analysis = ownRow(rows, 'analyses')
    const owner = linkOwner(analysis.user_id)
    if ('code' in owner) return owner
    const { config_id: configId } = analysis
    if (configId === null || ownersByConfig.get(configId) === analysis.user_id) return { ...owner, rows }
    return {
      ...owner,
      rows: { ...rows, analyses: [{ ...analysis, config_id: null }] },
      warnings: [...owner.warnings, { code: 'CONFIG_UNKNOWN', pointer: '/configId' }],
    }
  }
}
