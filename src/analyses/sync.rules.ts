import { AppError } from '../errors.ts'

/** @throws AppError CONFLICT unless the contract is the default. */
export function requireDefault({ isDefault }: { readonly isDefault: boolean }): void {
  if (isDefault) return
  throw new AppError(
    'CONFLICT',
    'Only the default contract can be synchronized continuously. Make it the default first.',
    {
      details: { argument: 'input.contractId' },
    },
  )
}

/** Whether an analysis with this status is queued or running. */
export function isOpen(status: string | null): boolean {
  return status === 'pending' || status === 'running'
}
