/** Characters of the longest message. */
const length = 200_000

/** 20,000 different words of these characters. */
const differentWords = (characters: readonly string[], wordLength: number): string =>
  Array.from({ length: 20_000 }, (_, number) =>
    Array.from(
      { length: wordLength },
      (_place, place) => characters[Math.floor(number / characters.length ** place) % characters.length],
    ).join(''),
  ).join(' ')

/** Characters that normalization replaces with three each. */
const notes = [
  ...Array.from({ length: 5 }, (_, n) => 0x1d160 + n),
  ...Array.from({ length: 4 }, (_, n) => 0x1d1bd + n),
].map((code) => String.fromCodePoint(code))
const cyrillic = Array.from({ length: 200 }, (_, number) => String.fromCodePoint(0x430 + number))
const letters = [...'abcdefghijklmnopqrstuvwxyz']

/** Texts whose words take the most time or space to separate and index. */
export const hostileTexts: readonly (readonly [name: string, text: string])[] = [
  ['combining marks in turn', '\u0301\u0323'.repeat(length / 2)],
  ['combining marks that remain', '\u302a\u3099'.repeat(length / 2)],
  ['combining marks of 4 bytes', '\u{1d165}\u{1e8d0}'.repeat(length / 2)],
  ['letters with 30 combining marks', `a${'\u0591\u05bf'.repeat(15)}`.repeat(length / 31)],
  ['characters that become 18', '\ufdfa'.repeat(length)],
  ['characters that become 12 bytes each', differentWords(notes, 5)],
  [
    'characters that become 12 bytes each, with words in camelCase',
    `${differentWords(notes, 3)} ${differentWords(letters, 4).replaceAll(/[a-m] /g, (end) => end.toUpperCase())}`,
  ],
  [
    'ideographs',
    String.fromCodePoint(
      ...Array.from({ length: 50_000 }, (_, number) => 0x20000 + (number % 40_000)),
    ).repeat(4),
  ],
  ['words of two letters of 2 bytes', differentWords(cyrillic, 2)],
  ['hexadecimal runs', '0xabcd'.repeat(length / 6)],
  ['hexadecimal words', '0xabcd '.repeat(length / 7)],
  ['one long word in camelCase', 'aB'.repeat(length / 2)],
  ['one long word that ends in camelCase', `${'a'.repeat(99_000)}B 0x`],
  ['short words in camelCase', 'aB '.repeat(length / 3)],
  [
    'different words in camelCase',
    differentWords(letters, 4).replaceAll(/[a-z]{2} /g, (end) => end.toUpperCase()),
  ],
  ['punctuation', '.a'.repeat(length / 2)],
  ['long words', `${'x'.repeat(3000)} `.repeat(length / 3001)],
]
