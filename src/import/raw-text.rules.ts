const maxCharacters = 10_000
/** What is needed of a reject's bytes: a character has at most four. */
export const maxRawTextBytes = 4 * maxCharacters

/** Members whose value is a secret, as the old application names them. */
const secretMember =
  /("(?:api_?key|password|verify_?otp|access_?token|refresh_?token|id_?token|token|(?:client_?)?secret|private_?key)"\s*:\s*)(?:"(?:[^"\\]|\\.)*(?:"|$)|\d+)/gis
/** API keys and password hashes wherever they stand: in damaged text the member's name may be missing. */
const secretValue = /(?<![0-9a-z])[0-9a-f]{64}(?![0-9a-z])|\$2[abxy]\$\d\d\$[./0-9a-z]{1,53}/gi
/** An RPC address ends in a key, has it in its query, or names a user. */
const addressRest = /((?:https?|wss?):\\?\/\\?\/)(?:[^\s"'@/]*@)?([^\s"'/?#\\]+)[^\s"']*/gi
const mask = '[secret]'

/** A reject's bytes for people to read: with its secrets masked, and cut. */
export function toRawText(beginning: Buffer, length = maxCharacters): string {
  return beginning
    .toString('utf8')
    .slice(0, length)
    .toWellFormed()
    .replace(secretMember, `$1"${mask}"`)
    .replace(secretValue, mask)
    .replace(addressRest, maskAddress)
}

function maskAddress(address: string, scheme: string, host: string): string {
  const isBare = [scheme + host, `${scheme}${host}/`].includes(address)
  return isBare ? address : `${scheme}${host}/${mask}`
}
