import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  Kind,
  type SelectionNode,
} from 'graphql'
import type { SelectedFields } from '../database/selected-fields.ts'

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>

/** Documents are kept, and their nodes with them. */
const known = new WeakMap<FieldNode, SelectedFields>()

/**
 * The fields that a query selects of the rows of a connection, `edges { node { ... } }`; those that @skip or @include
 * may leave out, too.
 */
export function findFieldsOfRows({ fieldNodes, fragments }: GraphQLResolveInfo): SelectedFields {
  const [first] = fieldNodes
  const found = first && fieldNodes.length === 1 ? known.get(first) : undefined
  if (found !== undefined) return found
  const rows = below(below(fieldNodes, fragments, 'edges'), fragments, 'node')
  const names = rows.flatMap((row) => listFields(row, fragments)).map(({ name }) => name.value)
  const fields = { names: new Set(names), text: [...new Set(names)].toSorted().join() }
  if (first !== undefined && fieldNodes.length === 1) known.set(first, fields)
  return fields
}

/** The fields of this name within the given ones, whatever their aliases. */
function below(nodes: readonly FieldNode[], fragments: Fragments, name: string): FieldNode[] {
  return nodes.flatMap((node) => listFields(node, fragments)).filter((field) => field.name.value === name)
}

function listFields({ selectionSet }: Pick<FieldNode, 'selectionSet'>, fragments: Fragments): FieldNode[] {
  return (selectionSet?.selections ?? []).flatMap((selection) => toFields(selection, fragments))
}

function toFields(selection: SelectionNode, fragments: Fragments): FieldNode[] {
  switch (selection.kind) {
    case Kind.FIELD:
      return [selection]
    case Kind.INLINE_FRAGMENT:
      return listFields(selection, fragments)
    case Kind.FRAGMENT_SPREAD: {
      const fragment = fragments[selection.name.value]
      return fragment === undefined ? [] : listFields(fragment, fragments)
    }
  }
}
