import type { Import } from './architecture-imports.ts'

/** A map of a folder: a Mermaid flowchart in docs/architecture.md below the line `<!-- map of FOLDER -->`. */
export interface ArchitectureMap {
  readonly folder: string
  /** Files and folders of each room, relative to `folder`; a folder ends with a slash. */
  readonly rooms: ReadonlyMap<string, readonly string[]>
  /** `a --> b`: a imports values of b. `a -.-> b`: a imports only types of b. */
  readonly arrows: ReadonlyMap<string, 'value' | 'type'>
}

export function parseMaps(markdown: string): ArchitectureMap[] {
  const charts = markdown.matchAll(/<!-- map of (\S+) -->\s+```mermaid\n([\s\S]*?)\n```/g)
  return [...charts].map(([, folder = '', chart = '']) => ({
    folder,
    rooms: parseRooms(chart),
    arrows: parseArrows(chart),
  }))
}

/** Compares a map with the imports; each difference is a sentence. */
export function compareMap(
  map: ArchitectureMap,
  files: readonly string[],
  imports: readonly Import[],
): string[] {
  const mapped = files.filter((file) => file.startsWith(`${map.folder}/`))
  const unknown = mapped.filter((file) => findRoom(map, file) === undefined)
  const empty = [...map.rooms].flatMap(([, paths]) =>
    paths.filter((path) => !mapped.some((file) => isBelow(map, file, path))),
  )
  const actual = listArrows(map, imports)
  return [
    ...unknown.map((file) => `${file} is in no room`),
    ...empty.map((path) => `${map.folder}/${path} does not exist`),
    ...[...actual]
      .filter(([arrow, { kind }]) => map.arrows.get(arrow) !== kind)
      .map(
        ([arrow, { kind, example }]) => `draw ${draw(arrow, kind)} in the map of ${map.folder}: ${example}`,
      ),
    ...[...map.arrows.keys()]
      .filter((arrow) => !actual.has(arrow))
      .map((arrow) => `remove ${arrow} from the map of ${map.folder}: no file imports so`),
  ]
}

function draw(arrow: string, kind: 'value' | 'type'): string {
  return arrow.replace('->', kind === 'value' ? '-->' : '-.->')
}

/** Those that import each other in a circle, even if only types, with those between two circles. */
export function listCycles(arrows: Iterable<string>): string[] {
  let edges = [...arrows].map((arrow) => arrow.split(' -> '))
  for (let before = Number.POSITIVE_INFINITY; edges.length < before; ) {
    before = edges.length
    const importing = new Set(edges.map(([from]) => from))
    const imported = new Set(edges.map(([, to]) => to))
    edges = edges.filter(([from, to]) => imported.has(from) && importing.has(to))
  }
  return [...new Set(edges.flat())]
}

interface FoundArrow {
  readonly kind: 'value' | 'type'
  readonly example: string
}

function listArrows(map: ArchitectureMap, imports: readonly Import[]): Map<string, FoundArrow> {
  const found = new Map<string, FoundArrow>()
  for (const { from, to, isFile, isType } of imports) {
    const rooms = [from, isFile ? to : ''].map((file) => findRoom(map, file))
    if (rooms.includes(undefined) || rooms[0] === rooms[1]) continue
    const arrow = rooms.join(' -> ')
    if (isType && found.has(arrow)) continue
    if (found.get(arrow)?.kind === 'value') continue
    found.set(arrow, { kind: isType ? 'type' : 'value', example: `${from} imports ${to}` })
  }
  return found
}

/** The room with the longest path that contains the file. */
function findRoom(map: ArchitectureMap, file: string): string | undefined {
  const matches = [...map.rooms].flatMap(([room, paths]) =>
    paths
      .filter((path) => isBelow(map, file, path))
      .map((path) => ({ room, length: path === './' ? 0 : path.length })),
  )
  return matches.toSorted((one, other) => other.length - one.length)[0]?.room
}

/** `./` is the folder's own files, without those of its folders. */
function isBelow({ folder }: ArchitectureMap, file: string, path: string): boolean {
  if (path === './') return file.startsWith(`${folder}/`) && !file.slice(folder.length + 1).includes('/')
  const full = `${folder}/${path}`
  return path.endsWith('/') ? file.startsWith(full) : file === full
}

/** `id["http/ auth/<br>errors.ts"]` */
function parseRooms(chart: string): Map<string, string[]> {
  const nodes = chart.matchAll(/^\s*(\w+)\["([^"]+)"\]$/gm)
  return new Map([...nodes].map(([, id = '', label = '']) => [id, label.split(/<br>|\s+/)]))
}

/** `a & b --> c & d` is four arrows. */
function parseArrows(chart: string): Map<string, 'value' | 'type'> {
  const lines = chart.matchAll(/^\s*([\w &]+?) (-->|-\.->) ([\w &]+)$/gm)
  const arrows = [...lines].flatMap(([, left = '', line, right = '']) =>
    left
      .split(' & ')
      .flatMap((from) =>
        right
          .split(' & ')
          .map((to): [string, 'value' | 'type'] => [
            `${from} -> ${to.trim()}`,
            line === '-->' ? 'value' : 'type',
          ]),
      ),
  )
  return new Map(arrows)
}
