import { element, find, jobLink, show, write } from './elements.js'
import { formatBytes, formatCount, formatDuration, formatMoment } from './format.js'

/** @import { Job, Report } from './answer.ts' */

const finishedPhases = ['COMPLETED', 'FAILED', 'CANCELLED']
const operations = {
  IMPORT: 'Import',
  RETRY: 'Retry of rejects',
  VERIFY: 'Verification',
  REVERT: 'Revert',
  EXPORT: 'Export',
  SWITCH_OVER: 'Switch-over',
  TAKE_OVER: 'Import of refused records',
}
const phases = {
  QUEUED: 'Queued',
  READING: 'Reading',
  PUBLISHING: 'Publishing',
  VERIFYING: 'Verifying',
  COMPLETED: 'Completed',
  FAILED: 'Failed: nothing was published',
  CANCELLED: 'Cancelled: nothing was published',
}

/** @param {Job} job */
export function isFinished({ phase }) {
  return finishedPhases.includes(phase)
}

/**
 * The operation and its directory.
 * @param {Job} job
 */
export function describeJob({ operation, directory, isDryRun }) {
  const what = `${isDryRun ? 'Dry run: ' : ''}${operations[operation]}`
  if (directory !== null) return `${what} ${operation === 'EXPORT' ? 'to' : 'of'} ${directory}`
  return operation === 'IMPORT' ? `${what} of uploaded files` : what
}

/** @param {Job} job */
export function describePhase({ phase }) {
  return phases[phase]
}

/**
 * Seconds from the start of the job to its end, or until now.
 * @param {Job} job
 */
export function measureDuration({ createdAt, startedAt, finishedAt }) {
  const end = finishedAt === null ? Date.now() : Date.parse(finishedAt)
  return Math.max(0, (end - Date.parse(startedAt ?? createdAt)) / 1000)
}

/**
 * The head of the report: operation, progress and failure.
 * @param {Report} job
 */
export function showSummary(job) {
  const title = describeJob(job)
  document.title = `${title} – Metagauge`
  write(find('title', HTMLElement), title)
  showProgress(job)
  find('facts', HTMLElement).replaceChildren(...listFacts(job).flatMap(toFact))
  const failure = job.errorCode === null ? '' : `${job.errorCode}: ${job.errorMessage ?? ''}`
  write(find('failure', HTMLElement), failure)
  show('failure', failure !== '')
  show('cancel', !isFinished(job))
}

/** @param {Report} job */
function showProgress(job) {
  const bar = find('progress', HTMLProgressElement)
  if (job.progress === null && !isFinished(job)) bar.removeAttribute('value')
  else bar.value = job.progress ?? 0
  const percent = job.progress === null ? '' : `${Math.floor(job.progress)} %`
  write(find('percent', HTMLElement), percent)
  // In steps of 10 %: screen readers read every change of a live region aloud.
  const tenth = job.progress === null || isFinished(job) ? '' : `, ${Math.floor(job.progress / 10) * 10} %`
  write(find('phase', HTMLElement), `${describePhase(job)}${tenth}`)
}

/**
 * @param {Report} job
 * @returns {[string, string | Node | null][]}
 */
function listFacts(job) {
  const { bytesRead, bytesTotal, bytesPerSecond, recordsPerSecond, estimatedRemainingSeconds } = job
  return [
    ['Job', job.id],
    ['Of job', job.sourceJob && jobLink(job.sourceJob.id, job.sourceJob.id)],
    ['Started', formatMoment(job.startedAt ?? job.createdAt)],
    [isFinished(job) ? 'Duration' : 'Running for', formatDuration(measureDuration(job))],
    [
      'Remaining',
      estimatedRemainingSeconds === null ? null : `about ${formatDuration(estimatedRemainingSeconds)}`,
    ],
    [
      job.operation === 'EXPORT' ? 'Written' : 'Read',
      bytesTotal === 0 ? null : `${formatBytes(bytesRead)} of ${formatBytes(bytesTotal)}`,
    ],
    ['Reading', bytesPerSecond === null ? null : `${formatBytes(bytesPerSecond)}/s`],
    ['Records', recordsPerSecond === null ? null : `${formatCount(Math.round(recordsPerSecond))}/s`],
    ['Reverted', job.revertedAt && formatMoment(job.revertedAt)],
  ]
}

/** @param {[string, string | Node | null]} fact */
function toFact([name, value]) {
  return value === null ? [] : [element('div', '', element('dt', '', name), element('dd', '', value))]
}
