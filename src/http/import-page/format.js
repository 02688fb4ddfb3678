const bytesPerMegabyte = 1_000_000

/**
 * 12,345 whatever the machine's language.
 * @param {number} count
 */
export function formatCount(count) {
  return count.toLocaleString('en-US')
}

/** @param {number} bytes */
export function formatMegabytes(bytes) {
  const megabytes = bytes / bytesPerMegabyte
  return `${megabytes.toLocaleString('en-US', { maximumFractionDigits: megabytes < 1 ? 3 : 1 })} MB`
}

/** @param {number} seconds */
export function formatDuration(seconds) {
  if (seconds < 60) return `${seconds.toFixed(Number.isInteger(seconds) ? 0 : 1)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/**
 * CHAT_SESSIONS as people say it.
 * @param {string} name
 */
export function formatName(name) {
  return name.toLowerCase().replaceAll('_', ' ')
}

/** @param {string} moment */
export function formatMoment(moment) {
  return new Date(moment).toLocaleString()
}
