const units = /** @type {const} */ ([
  [1_000_000_000, 'GB'],
  [1_000_000, 'MB'],
  [1_000, 'kB'],
])

/**
 * Such as 12,345, whatever the language of the browser.
 * @param {number} count
 */
export function formatCount(count) {
  return count.toLocaleString('en-US')
}

/** @param {number} bytes */
export function formatBytes(bytes) {
  const [size, unit] = units.find(([least]) => bytes >= least) ?? [1, 'B']
  // The space keeps number and unit on one line.
  return `${(bytes / size).toLocaleString('en-US', { maximumFractionDigits: 1 })}\u00a0${unit}`
}

/** @param {number} seconds */
export function formatDuration(seconds) {
  if (seconds < 60) return `${seconds.toFixed(Number.isInteger(seconds) ? 0 : 1)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/**
 * Such as "chat sessions" for CHAT_SESSIONS.
 * @param {string} name
 */
export function formatName(name) {
  return name.toLowerCase().replaceAll('_', ' ')
}

/** @param {string} moment */
export function formatMoment(moment) {
  return new Date(moment).toLocaleString()
}
