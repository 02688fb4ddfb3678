import { ApiError, askApi, explain } from './api.js'
import { showCounts } from './counts.js'
import { find, show, write } from './elements.js'
import { showHistory } from './history.js'
import { showProof } from './proof.js'
import { cancelMutation, reportQuery } from './queries.js'
import { createRejects } from './rejects.js'
import { isFinished, showSummary } from './summary.js'

/** @import { Ask } from './answer.ts' */

// Runs in the browser without a build step.
const pollMs = 1_000
/** Counting rejects reads all of them. */
const pollsPerCount = 5
const typingPauseMs = 400
/** The playground reads the same item. */
const storedKey = 'metagauge.apiKey'

const id = decodeURIComponent(location.pathname.split('/')[2] ?? '')
const keyField = find('api-key', HTMLInputElement)
const notice = find('notice', HTMLElement)
const cancelButton = find('cancel', HTMLButtonElement)
/** Aborts everything that runs with the previous key. */
let looking = new AbortController()
let typing = 0

// sessionStorage ends with the tab: a key left in localStorage would stay on a shared machine.
keyField.value = sessionStorage.getItem(storedKey) ?? ''
keyField.addEventListener('input', () => {
  clearTimeout(typing)
  typing = setTimeout(look, typingPauseMs)
})
find('key-form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault()
  look()
})
look()

/** Shows the data that the key in the field may read. */
async function look() {
  clearTimeout(typing)
  looking.abort()
  looking = new AbortController()
  const { signal } = looking
  const key = keyField.value.trim()
  sessionStorage.setItem(storedKey, key)
  show('report', false)
  show('history-part', false)
  write(notice, key === '' ? 'Paste the API key or a token of an administrator.' : 'Loading …')
  if (key === '') return
  /** @type {Ask} */
  const ask = (query, variables) => askApi(key, query, variables, signal)
  try {
    await (id === '' ? showHistory(ask) : watch(ask, signal))
    if (!signal.aborted) write(notice, '')
  } catch (error) {
    if (!signal.aborted) write(notice, explain(error, id))
  }
}

/**
 * Shows the report and updates it every second until the job has ended.
 * @param {Ask} ask
 * @param {AbortSignal} signal
 */
async function watch(ask, signal) {
  const showRejects = createRejects(id, ask)
  cancelButton.disabled = false
  cancelButton.onclick = () => cancel(ask)
  for (let round = 0; !signal.aborted; round++) {
    const { importJob: job } = await persist(() => ask(reportQuery, { id, withReasons: isCounting(round) }))
    if (signal.aborted) return
    showSummary(job)
    showCounts(job)
    if (job.rejectsByCode !== undefined) showRejects(job.operation, job.rejectsByCode)
    show('report', true)
    write(notice, '')
    if (isFinished(job)) {
      const last = await ask(reportQuery, { id, withReasons: true })
      showRejects(job.operation, last.importJob.rejectsByCode ?? [])
      return showProof(job, ask)
    }
    await pause(pollMs)
  }
}

/** @param {number} round */
function isCounting(round) {
  return round % pollsPerCount === 0
}

/**
 * Retries until the server can be reached: it may be restarting.
 * @template Result
 * @param {() => Promise<Result>} action
 * @returns {Promise<Result>}
 */
async function persist(action) {
  for (;;) {
    try {
      return await action()
    } catch (error) {
      if (!(error instanceof ApiError) || !['UNREACHABLE', 'UNAVAILABLE'].includes(error.code)) throw error
      write(notice, `${error.message} Trying again …`)
      await pause(pollMs)
    }
  }
}

/** @param {Ask} ask */
async function cancel(ask) {
  if (!confirm('Cancel this import? Nothing will be published.')) return
  cancelButton.disabled = true
  try {
    await ask(cancelMutation, { id })
  } catch (error) {
    cancelButton.disabled = false
    write(notice, explain(error, id))
  }
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
