import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  Kind,
  type SelectionNode,
} from 'graphql'
import type { SelectedFields } from '../database/selected-fields.ts'

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>

type Find = (nodes: readonly FieldNode[], fragments: Fragments) => SelectedFields

/** The fields selected on an object, or on each object of a plain list, including those with @skip or @include. */
export const findSelectedFields = cacheByNode((nodes, fragments) => toSelected(nodes, fragments, false))

/** The fields selected on the rows of a connection: those of `edges { node { ... } }` and of `nodes { ... }`. */
export const findSelectedNodeFields = cacheByNode((connections, fragments) => {
  const edges = findFieldsNamed(connections, fragments, 'edges')
  const rows = [
    ...findFieldsNamed(edges, fragments, 'node'),
    ...findFieldsNamed(connections, fragments, 'nodes'),
  ]
  const places = [
    ...findFieldsNamed(connections, fragments, 'pageInfo'),
    ...findFieldsNamed(edges, fragments, 'cursor'),
  ]
  return toSelected(rows, fragments, places.length > 0)
})

/** Caches the result for each field node. Cached documents have the same nodes in every request. */
function cacheByNode(
  find: Find,
): (info: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>) => SelectedFields {
  const known = new WeakMap<FieldNode, SelectedFields>()
  return ({ fieldNodes, fragments }) => {
    const [only, ...others] = fieldNodes
    if (only === undefined || others.length > 0) return find(fieldNodes, fragments)
    const fields = known.get(only) ?? find(fieldNodes, fragments)
    known.set(only, fields)
    return fields
  }
}

function toSelected(nodes: readonly FieldNode[], fragments: Fragments, hasPlace: boolean): SelectedFields {
  const names = new Set(nodes.flatMap((node) => listFields(node, fragments)).map(({ name }) => name.value))
  return { names, hasPlace, text: `${hasPlace ? 'place,' : ''}${[...names].toSorted().join()}` }
}

/** The fields with this name within the given ones, under any alias. */
function findFieldsNamed(nodes: readonly FieldNode[], fragments: Fragments, name: string): FieldNode[] {
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
