import * as passwords from '../../src/auth/passwords.ts'

const place = { queue: 'owners', client: 'test' } as const

/** A hash as the server makes it. */
export const hashPassword = (password: string): Promise<string> => passwords.hashPassword(password, place)

/** Whether the server takes the password for the one that was hashed. */
export const verifyPassword = (hash: string, password: string): Promise<boolean> =>
  passwords.verifyPassword(hash, password, place)
