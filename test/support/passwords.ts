import * as passwords from '../../src/auth/passwords.ts'

const place = { queue: 'owners', client: 'test' } as const

/** Hashes a password like the server. */
export const hashPassword = (password: string): Promise<string> => passwords.hashPassword(password, place)

/** Whether the server accepts the password for this hash. */
export const verifyPassword = (hash: string, password: string): Promise<boolean> =>
  passwords.verifyPassword(hash, password, place)
