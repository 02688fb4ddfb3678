/**
 * True for an error of the operating system, or of Node for a path that none could have; its `code` is a name such
 * as EACCES. Our own errors have codes, too, and are none of these.
 */
export function isSystemError(error: unknown): error is Error & { readonly code: string } {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return false
  return 'syscall' in error || error.code.startsWith('ERR_')
}
