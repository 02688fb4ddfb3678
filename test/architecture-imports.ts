import { readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'

export interface Import {
  readonly from: string
  /** A file, relative to the root of the checkout, or a package. */
  readonly to: string
  readonly isFile: boolean
  /** Erased before the code runs. */
  readonly isType: boolean
}

/** The imports and re-exports of TypeScript and JavaScript files, dynamic ones included. */
export function listImports(root: string, files: readonly string[]): Import[] {
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    return [...listStatic(text), ...listDynamic(text)].map(({ path, isType }) => ({
      from: file,
      to: path.startsWith('.') ? normalize(join(file, '..', path)) : path,
      isFile: path.startsWith('.'),
      isType,
    }))
  })
}

interface Specifier {
  readonly path: string
  readonly isType: boolean
}

function listStatic(text: string): Specifier[] {
  const statements = text.matchAll(
    /^(?:import|export)( type)?( \{[^}]*\}| \* as \w+| \w+)?(?: from)? '(.+)'$/gm,
  )
  return [...statements].map(([, type, names = '', path = '']) => ({
    path,
    isType: type !== undefined || /^ \{(\s*type \w+( as \w+)?,?\s*)+\}$/.test(names),
  }))
}

/** `import('./serve.ts')`, and the module of a thread. */
function listDynamic(text: string): Specifier[] {
  const calls = text.matchAll(/(?:\bimport\(|new Worker\(new URL\()'([^']+)'/g)
  return [...calls].map(([, path = '']) => ({ path, isType: false }))
}
