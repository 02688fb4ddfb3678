import type { Selectable } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { DB } from '../../generated/database.ts'
import type { EmailTakenPolicy } from './record-type.ts'
import { type EmailHolder, findEmailHolders } from './reference.store.ts'
import type { Rejection, Warning } from './warnings.ts'

type UserRow = Selectable<DB['users']>

/** A user with the e-mail to store. */
interface LinkedUser {
  readonly user: UserRow
  readonly warnings: readonly Warning[]
  /** The account that has the user's own e-mail, if this is a substitute. */
  readonly emailHolderId?: string
}

/** Finds the e-mail of a user without a query. Call it in the order of the source. */
type EmailLink = (user: UserRow) => LinkedUser | Rejection

/**
 * Looks up who has the users' e-mails. With `rename`, a user whose e-mail another account has gets a substitute, which no
 * mail server accepts. A user who has it already keeps it with any policy, as long as the e-mail is taken.
 */
export async function prepareEmailLink(
  db: Database,
  users: readonly UserRow[],
  onEmailTaken: EmailTakenPolicy,
): Promise<EmailLink> {
  const emails = users.flatMap(({ id, email }) => [email, createSubstitute(id)])
  const found = await findEmailHolders(db, emails)
  const holders = new Map(found.map((holder) => [holder.email, holder]))
  return (user) => {
    const holder = findOther(holders, user.email, user.id)
    if (holder === undefined) return take(holders, user, [])
    const substitute = createSubstitute(user.id)
    const isRenamed = holders.get(substitute)?.userId === user.id
    if (onEmailTaken === 'reject' && !isRenamed) return emailTaken(holder)
    const substituteHolder = findOther(holders, substitute, user.id)
    if (substituteHolder !== undefined) return emailTaken(substituteHolder)
    return { ...take(holders, { ...user, email: substitute }, [renamed]), emailHolderId: holder.userId }
  }
}

/** RFC 6761 reserves the domain, and users can't choose an address in it. */
function createSubstitute(userId: string): string {
  return `renamed+${userId}@metagauge.invalid`
}

const renamed: Warning = { code: 'EMAIL_RENAMED', pointer: '/email' }

type EmailHolders = Map<string, EmailHolder>

function findOther(holders: EmailHolders, email: string, userId: string): EmailHolder | undefined {
  const holder = holders.get(email)
  return holder?.userId === userId ? undefined : holder
}

function take(holders: EmailHolders, user: UserRow, warnings: readonly Warning[]): LinkedUser {
  const { id, email, is_active } = user
  holders.set(email, { email, userId: id, isActive: is_active, origin: 'source' })
  return { user, warnings }
}

const origins: Readonly<Record<EmailHolder['origin'], string>> = {
  source: 'is also in this source',
  import: 'was imported earlier',
  here: 'was created here',
}

function emailTaken({ userId, isActive, origin }: EmailHolder): Rejection {
  const account = `${origins[origin]}${isActive ? '' : ' and is closed'}`
  return {
    code: 'EMAIL_TAKEN',
    pointer: '/email',
    message:
      `User ${userId}, who ${account}, already has this e-mail. Change one of the two e-mails, or use ` +
      '--on-email-taken rename (onEmailTaken: RENAME) to import this user with a substitute e-mail.',
  }
}
