/** A query that takes some KB as text and a megabyte when parsed; each number gives another query. */
export function writeLargeQuery(number: number): string {
  return `{ ${Array.from({ length: 300 }, (_, at) => `a${at}: me { id }`).join(' ')} x${number}: __typename }`
}
