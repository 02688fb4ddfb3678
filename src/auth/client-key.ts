import { isIPv4, isIPv6 } from 'node:net'

/**
 * The key under which a client is counted: an IPv4 address, or the /64 network of an IPv6 address, which providers
 * assign to one customer. Different notations of an address have the same key. Other text, which a trusted proxy may
 * pass on, is returned unchanged.
 */
export function toClientKey(address: string): string {
  const text = withoutPort(address.trim())
  if (isIPv4(text)) return text
  const [withoutZone = ''] = text.split('%')
  if (!isIPv6(withoutZone)) return text
  const groups = toGroups(withoutZone)
  const [high, low] = groups.slice(6)
  const isMappedIPv4 = groups.slice(0, 6).join() === '0,0,0,0,0,65535'
  if (isMappedIPv4 && high !== undefined && low !== undefined) {
    return [high >> 8, high & 255, low >> 8, low & 255].join('.')
  }
  return groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')
}

/** Some proxies add the port: `192.0.2.7:1234`, `[2001:db8::1]:1234`. */
function withoutPort(text: string): string {
  const [, bracketed, dotted] = /^(?:\[(.*)\](?::\d+)?|([\d.]+):\d+)$/.exec(text) ?? []
  return bracketed ?? dotted ?? text
}

/** The eight numbers of an IPv6 address. */
function toGroups(address: string): readonly number[] {
  const hexadecimal = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_dotted, ...bytes: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number)
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  })
  const [leading = [], trailing = []] = hexadecimal.split('::').map((half) =>
    half
      .split(':')
      .filter(Boolean)
      .map((group) => Number.parseInt(group, 16)),
  )
  const zeros = Array.from({ length: 8 - leading.length - trailing.length }, () => 0)
  return [...leading, ...zeros, ...trailing]
}
