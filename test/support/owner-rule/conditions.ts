import type { A_Expr, Node } from 'libpg-query'

/** The operands of a conjunction. */
export function listConjuncts(condition: Node): readonly Node[] {
  if (!('BoolExpr' in condition) || condition.BoolExpr.boolop !== 'AND_EXPR') return [condition]
  return (condition.BoolExpr.args ?? []).flatMap(listConjuncts)
}

/** True for the constant `false`, with which no row is read. */
export function isFalse(condition: Node): boolean {
  return (
    'A_Const' in condition && condition.A_Const.boolval !== undefined && !condition.A_Const.boolval.boolval
  )
}

/**
 * Pairs of values that are equal if the condition is true. `x is null or a = x` counts too: with a given `x`, an
 * administrator reads the rows of all owners, and any other viewer those of one.
 */
export function listEqualities(condition: Node): readonly (readonly [Node, Node])[] {
  if ('A_Expr' in condition) return isEquality(condition.A_Expr) ? pairsOf(condition.A_Expr) : []
  if ('SubLink' in condition) {
    const { subLinkType, operName, testexpr } = condition.SubLink
    const isIn = subLinkType === 'ANY_SUBLINK' && operName === undefined
    return isIn && testexpr !== undefined ? [[testexpr, condition]] : []
  }
  if (!('BoolExpr' in condition) || condition.BoolExpr.boolop !== 'OR_EXPR') return []
  const others = (condition.BoolExpr.args ?? []).filter((branch) => !isNullTest(branch))
  const [only] = others
  return others.length === 1 && only !== undefined ? listEqualities(only) : []
}

function isEquality({ kind, name }: A_Expr): boolean {
  const kinds: readonly unknown[] = ['AEXPR_OP', 'AEXPR_OP_ANY', 'AEXPR_IN', 'AEXPR_NOT_DISTINCT']
  return kinds.includes(kind) && name?.length === 1 && nameOf(name[0]) === '='
}

function pairsOf({ lexpr, rexpr }: A_Expr): readonly (readonly [Node, Node])[] {
  if (lexpr === undefined || rexpr === undefined) return []
  if (!('RowExpr' in lexpr) || !('RowExpr' in rexpr)) return [[lexpr, rexpr]]
  const others = rexpr.RowExpr.args ?? []
  return (lexpr.RowExpr.args ?? []).flatMap((one, index) => {
    const other = others[index]
    return other === undefined ? [] : [[one, other] as const]
  })
}

function isNullTest(condition: Node): boolean {
  return 'NullTest' in condition && condition.NullTest.nulltesttype === 'IS_NULL'
}

/** A name as text; `*` for all columns. */
export function nameOf(node: Node | undefined): string {
  if (node === undefined) return ''
  if ('A_Star' in node) return '*'
  return 'String' in node ? (node.String.sval ?? '') : ''
}

export function namesOf(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).map(nameOf)
}

/** The subqueries of an expression, without those nested in them. */
export function sublinksIn(expression: unknown): readonly Node[] {
  if (Array.isArray(expression)) return expression.flatMap(sublinksIn)
  if (!isNode(expression)) return []
  if ('SubLink' in expression) return [expression]
  return Object.values(expression).flatMap(sublinksIn)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null
}
