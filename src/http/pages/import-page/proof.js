import { element, find, headRow, moreButton, show, tableRow, write } from './elements.js'
import { formatBytes, formatCount, formatName } from './format.js'
import { filesQuery } from './queries.js'

/** @import { Ask, Report, SourceFile } from './answer.ts' */

/**
 * The verification of an import that has ended: the records read back and compared, by file.
 * @param {Report} job
 * @param {Ask} ask
 */
export async function showProof(job, ask) {
  write(find('verdict', HTMLElement), describeProof(job))
  show('proof-part', job.phase === 'COMPLETED' && ['IMPORT', 'RETRY', 'VERIFY'].includes(job.operation))
  const body = element('tbody', '')
  const names = ['file', 'kind', 'size', 'records', 'rejected', 'verified', 'differing', 'digests']
  find('files', HTMLElement).replaceChildren(headRow(names), body)
  /** @type {string | null} */
  let after = null
  const addMore = async () => {
    const { files } = (await ask(filesQuery, { id: job.id, after })).importJob
    body.append(...files.edges.map(({ node }) => createFile(node)))
    show('files', files.totalCount > 0)
    after = files.pageInfo.endCursor
    return files.pageInfo.hasNextPage
  }
  const button = moreButton('More files', addMore)
  find('more-files', HTMLElement).replaceChildren(button)
  button.hidden = !(await addMore())
}

/** @param {Report} job */
function describeProof({ counts, isDryRun, hasVerification, operation }) {
  const sum = (/** @type {'inserted' | 'updated' | 'verified' | 'rejected'} */ name) =>
    counts.reduce((total, count) => total + count[name], 0)
  const verified = formatCount(sum('verified'))
  if (operation === 'VERIFY')
    return `${verified} records are equal to their source; ${formatCount(sum('rejected'))} are different.`
  if (isDryRun) return 'Dry run: nothing was written, so nothing could be read back.'
  if (!hasVerification) return 'Verification was turned off for this job.'
  const written = formatCount(sum('inserted') + sum('updated'))
  return `${verified} of ${written} written records were read back from the tables and are equal to their source.`
}

/** @param {SourceFile} file */
function createFile(file) {
  const name = element('span', 'path', file.isBackup ? `${file.path} (backup)` : file.path)
  const { records, rejected, verified, differing } = file
  const numbers = [records, rejected, verified, differing].map((number) => formatCount(number))
  return tableRow(name, [formatName(file.kind), formatBytes(file.bytes), ...numbers, createDigests(file)])
}

/** @param {SourceFile} file */
function createDigests({ bytesSha256, sourceDigest, publishedDigest }) {
  const digests = document.createElement('details')
  const isKnown = sourceDigest !== null && publishedDigest !== null
  const verdict = sourceDigest === publishedDigest ? 'equal' : 'different'
  digests.append(element('summary', isKnown ? verdict : '', isKnown ? verdict : 'none'))
  const list = element('dl', 'digests')
  for (const [name, digest] of [
    ['Records in the file', sourceDigest],
    ['Records in the tables', publishedDigest],
    ['SHA-256 of the file', bytesSha256],
  ]) {
    list.append(element('dt', '', String(name)), element('dd', '', element('code', '', digest ?? 'none')))
  }
  digests.append(list)
  return digests
}
