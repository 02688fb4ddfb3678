import { element, find, jobLink, moreButton, show, write } from './elements.js'
import { formatCount, formatName } from './format.js'
import { rejectsQuery } from './queries.js'

/** @import { Ask, Job, Reject, RejectCount } from './answer.ts' */

const openedReasons = 3
/** The title of the rejects by operation. */
const titles = {
  IMPORT: 'Rejected',
  RETRY: 'Rejected again',
  VERIFY: 'Different from their source',
  REVERT: 'Not reverted',
  EXPORT: 'Not exported',
  SWITCH_OVER: 'Not ended',
  TAKE_OVER: 'Not taken over',
}

/**
 * The part of the page that shows why records were rejected. Returns a function that updates the counts and leaves
 * opened details open.
 * @param {string} id the id of the job
 * @param {Ask} ask
 */
export function createRejects(id, ask) {
  /** @type {Map<string, { reason: HTMLElement, count: HTMLElement }>} */
  const known = new Map()
  const list = find('rejects', HTMLElement)
  list.replaceChildren()

  return (/** @type {Job['operation']} */ operation, /** @type {readonly RejectCount[]} */ counts) => {
    const total = counts.reduce((sum, { count }) => sum + count, 0)
    write(find('rejects-title', HTMLElement), `${titles[operation]}: ${formatCount(total)}`)
    show('rejects-part', total > 0)
    for (const rejectCount of counts) {
      const key = `${rejectCount.kind} ${rejectCount.originalCode ?? rejectCount.code}`
      const shown = known.get(key) ?? createReason(id, rejectCount, ask, known.size < openedReasons)
      if (!known.has(key)) list.append(shown.reason)
      known.set(key, shown)
      write(shown.count, formatCount(rejectCount.count))
    }
  }
}

/**
 * @param {string} id
 * @param {RejectCount} rejectCount
 * @param {Ask} ask
 * @param {boolean} isOpen
 */
function createReason(id, { kind, code, originalCode }, ask, isOpen) {
  const count = element('b', '')
  const summary = element(
    'summary',
    '',
    count,
    ' ',
    element('code', '', originalCode ?? code),
    ` ${formatName(kind)}`,
  )
  const samples = element('ol', 'samples')
  const reason = document.createElement('details')
  reason.append(summary, samples)
  // Codes of other versions can't be filtered by: the samples are of all codes.
  const filter = { kind, codes: originalCode === null ? [code] : null }
  const addMore = createSampleSource(id, filter, ask, samples)
  const load = async () => {
    const button = moreButton('More', addMore)
    reason.append(button)
    button.click()
  }
  reason.addEventListener('toggle', load, { once: true })
  reason.open = isOpen
  return { reason, count }
}

/**
 * @param {string} id
 * @param {{ kind: string, codes: readonly string[] | null }} filter
 * @param {Ask} ask
 * @param {HTMLElement} samples
 */
function createSampleSource(id, filter, ask, samples) {
  /** @type {string | null} */
  let after = null
  return async () => {
    const { rejects } = (await ask(rejectsQuery, { id, after, ...filter })).importJob
    samples.append(...rejects.edges.map(({ node }) => createSample(node)))
    after = rejects.pageInfo.endCursor ?? after
    return rejects.pageInfo.hasNextPage
  }
}

/** @param {Reject} reject */
function createSample({ file, line, pointer, message, rawText, importedBy }) {
  const sample = element('li', '', element('code', 'place', `${file}:${line} ${pointer}`))
  sample.append(element('p', '', message))
  if (importedBy !== null) sample.append(element('p', '', jobLink(importedBy.id, 'Imported by a retry')))
  const text = element('pre', '', rawText)
  // The text scrolls, which the keyboard can do only if it can be focused.
  text.tabIndex = 0
  sample.append(text)
  return sample
}
