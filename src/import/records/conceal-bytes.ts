import { type JsonValue, toJsonText } from '../../json/json-value.ts'
import { type Member, readMembers } from '../../json/parse.ts'
import type { RecordType } from './record-type.ts'

/**
 * Replaces each secret in a record's bytes by its digest and changes nothing else. Secrets are found by position, not
 * by text: another member may have the same text, the text may be escaped, and of members with the same name the parsed
 * record contains only the last.
 * @param bytes a valid JSON object in UTF-8.
 */
export function concealBytes(bytes: Buffer, entity: RecordType): Buffer {
  const text = bytes.toString('utf8')
  let result = ''
  let copiedTo = 0
  for (const member of readMembers(text)) {
    const concealed = concealMember(member, entity)
    if (concealed === member.value) continue
    result += text.slice(copiedTo, member.start) + toJsonText(concealed)
    copiedTo = member.end
  }
  return copiedTo === 0 ? bytes : Buffer.from(result + text.slice(copiedTo))
}

/** Treats each member as a separate record, because duplicate members may contain further secrets. */
function concealMember({ key, value }: Member, entity: RecordType): JsonValue {
  return entity.conceal({ [key]: value })[key] ?? null
}
