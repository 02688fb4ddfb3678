import { element, find, headRow, show, tableRow, write } from './elements.js'
import { formatCount, formatName } from './format.js'
import { isFinished } from './summary.js'

/** @import { CountName, Counts, Report } from './answer.ts' */

/**
 * The parts of a bar. Records that were read and are in none of these counts are waiting.
 * @type {readonly CountName[]}
 */
const fates = [
  'inserted',
  'updated',
  'unchanged',
  'copies',
  'olderCopies',
  'refused',
  'removed',
  'restored',
  'exported',
  'rejected',
]
/** @type {readonly CountName[]} */
const columns = ['read', ...fates, 'warnings', 'verified']
const shownPaths = 200
const fitHeading = 'Warnings (the original values and refused records are kept)'

/**
 * The outcome of the records of each kind, the warnings, the users with a substitute e-mail, and the skipped files.
 * @param {Report} job
 */
export function showCounts(job) {
  const total = sumUp(job.counts)
  const documents = toCounts(job)
  const used = columns.filter((name) => total[name] + documents[name] > 0)
  const all = [...job.counts, total, ...(documents.read > 0 ? [documents] : [])]
  const rows = all.map((counts) =>
    tableRow(formatName(counts.kind), [
      createBar(job, counts),
      ...used.map((name) => formatCount(counts[name])),
    ]),
  )
  const head = headRow(['', '', ...used.map(createName)])
  find('counts', HTMLElement).replaceChildren(head, element('tbody', '', ...rows))
  showWarnings(job)
  showRenamed(job)
  showSkipped(job)
}

/**
 * @param {readonly Counts[]} counts
 * @returns {Counts}
 */
function sumUp(counts) {
  const sum = (/** @type {CountName} */ name) => counts.reduce((total, count) => total + count[name], 0)
  const sums = /** @type {Record<CountName, number>} */ (
    Object.fromEntries(columns.map((name) => [name, sum(name)]))
  )
  return { ...sums, kind: 'total' }
}

/**
 * The files that hold no records, as a row after the total.
 * @param {Report} job
 * @returns {Counts}
 */
function toCounts({ documents: { found, ...counts } }) {
  return {
    ...counts,
    kind: 'documents',
    read: found,
    updated: 0,
    copies: 0,
    olderCopies: 0,
    refused: 0,
    restored: 0,
    warnings: 0,
  }
}

/**
 * The name of a column with the color of its part of the bars.
 * @param {CountName} name
 */
function createName(name) {
  return element('span', '', fates.includes(name) ? element('i', `swatch ${name}`) : '', name)
}

/**
 * @param {Report} job
 * @param {Counts} counts
 */
function createBar(job, counts) {
  const parts = listParts(job, counts)
  const all = parts.reduce((sum, [, count]) => sum + count, 0)
  const bar = element('div', 'bar')
  for (const [name, count] of parts) {
    const part = element('span', name)
    part.style.width = `${(count / all) * 100}%`
    part.title = `${formatCount(count)} ${name}`
    bar.append(part)
  }
  bar.setAttribute('role', 'img')
  const label = parts.map(([name, count]) => `${formatCount(count)} ${name}`).join(', ')
  bar.setAttribute('aria-label', label === '' ? 'none' : label)
  return bar
}

/**
 * @param {Report} job
 * @param {Counts} counts
 * @returns {[string, number][]}
 */
function listParts(job, counts) {
  const names = job.operation === 'VERIFY' ? /** @type {const} */ (['verified', 'rejected']) : fates
  const known = names.map((name) => /** @type {[string, number]} */ ([name, counts[name]]))
  const rest = counts.read - known.reduce((sum, [, count]) => sum + count, 0)
  const waiting = isFinished(job) ? 0 : Math.max(0, rest)
  return [...known, /** @type {[string, number]} */ (['waiting', waiting])].filter(([, count]) => count > 0)
}

/** @param {Report} job */
function showWarnings({ operation, warnings }) {
  const rows = warnings.map(({ kind, code, originalCode, message, count }) =>
    tableRow(formatCount(count), [formatName(kind), element('code', '', originalCode ?? code), message]),
  )
  const head = headRow(['count', 'kind', 'code', 'message'])
  const isExport = operation === 'EXPORT'
  write(
    find('warnings-title', HTMLElement),
    isExport ? 'Before you start the legacy application' : fitHeading,
  )
  find('warnings', HTMLElement).replaceChildren(head, element('tbody', '', ...rows))
  show('warnings-part', rows.length > 0)
}

/** @param {Report} job */
function showRenamed({ renamedUsers }) {
  const rows = renamedUsers
    .slice(0, shownPaths)
    .map(({ userId, emailHolderId, file, line }) => tableRow(`${file}:${line}`, [userId, emailHolderId]))
  const more = renamedUsers.length - rows.length
  if (more > 0) rows.push(tableRow(`and ${formatCount(more)} more`, ['', '']))
  const head = headRow(['place', 'user', 'account with the e-mail'])
  find('renamed', HTMLElement).replaceChildren(head, element('tbody', '', ...rows))
  show('renamed-part', rows.length > 0)
}

/** @param {Report} job */
function showSkipped({ skippedPaths }) {
  const rows = skippedPaths.slice(0, shownPaths).map(({ path, reason }) => tableRow(path, [reason]))
  const more = skippedPaths.length - rows.length
  if (more > 0) rows.push(tableRow(`and ${formatCount(more)} more`, ['']))
  find('skipped', HTMLElement).replaceChildren(headRow(['path', 'reason']), element('tbody', '', ...rows))
  show('skipped-part', rows.length > 0)
}
