import { element, find, headRow, jobLink, moreButton, show, tableRow } from './elements.js'
import { formatCount, formatDuration, formatMoment } from './format.js'
import { historyQuery } from './queries.js'
import { describeJob, describePhase, measureDuration } from './summary.js'

/** @import { Ask, Job } from './answer.ts' */

/**
 * The list of all imports, newest first.
 * @param {Ask} ask
 */
export async function showHistory(ask) {
  const body = element('tbody', '')
  const names = ['job', 'started', 'phase', 'duration', 'read', 'rejected']
  /** @type {string | null} */
  let after = null
  const addMore = async () => {
    const { importJobs } = await ask(historyQuery, { after })
    body.append(...importJobs.edges.map(({ node }) => createLine(node)))
    show('no-history', importJobs.totalCount === 0)
    after = importJobs.pageInfo.endCursor
    return importJobs.pageInfo.hasNextPage
  }
  const button = moreButton('Older imports', addMore)
  button.hidden = !(await addMore())
  find('history', HTMLElement).replaceChildren(headRow(names), body)
  find('more-history', HTMLElement).replaceChildren(button)
  show('history-part', true)
}

/** @param {Job} job */
function createLine(job) {
  const sum = (/** @type {'read' | 'rejected'} */ name) =>
    formatCount(job.counts.reduce((total, count) => total + count[name], 0))
  return tableRow(jobLink(job.id, describeJob(job)), [
    formatMoment(job.startedAt ?? job.createdAt),
    describePhase(job),
    formatDuration(measureDuration(job)),
    sum('read'),
    sum('rejected'),
  ])
}
