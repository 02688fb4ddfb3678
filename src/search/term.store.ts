import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { isAddress } from '../database/identity.ts'
import type { ParsedTerm } from './tsquery.rules.ts'

/** Rows of each table in which spellings of an address are looked up, and spellings that are searched for. */
const maxSpelledRows = 1000
const maxSpellings = 10

/** How suffixes of English words change them; PostgreSQL's stemmer decides which words exist. */
const suffixes =
  '|s|es|e|ed|ing|er|ers|or|ors|ion|ions|ity|ities|y|ies|ied|ying|ly|ment|ments|ness|able|al|ally|ive|ize|izes|ized|izing'

interface UnparsedTerm {
  readonly text: string
  /** The parts of a camelCase word; otherwise empty. */
  readonly parts: string
  /** Whether words with the same stem match. */
  readonly isBare: boolean
  /** Whether the text may be a whole address. */
  readonly isAddress: boolean
}

/** In the order of the terms. An address also has the spellings with which the user's rows contain it. */
export async function parseTerms(
  db: Database,
  userId: string,
  terms: readonly UnparsedTerm[],
): Promise<ParsedTerm[]> {
  const { rows } = await sql<ParsedTerm>`
    select phraseto_tsquery('pg_catalog.simple', search_text(term.text))::text as exact,
      phraseto_tsquery('pg_catalog.simple', search_text(parts))::text as parts,
      array(
        select distinct base || suffix
        from (select (ts_lexize('pg_catalog.english_stem', lower(term.text)))[1] as stem) as stemmed
        cross join unnest(array[stem, stem || right(stem, 1), regexp_replace(stem, 'i$', 'y')]) as base
        cross join string_to_table(${suffixes}, '|') as suffix
        where is_bare and term.text ~ '^[A-Za-z]{3,}$'
          and (ts_lexize('pg_catalog.english_stem', base || suffix))[1] = stem and base || suffix <> lower(term.text)
      ) as variants,
      (
        select coalesce(json_agg(json_build_object('text', spelling,
          'words', phraseto_tsquery('pg_catalog.simple', search_text(spelling))::text)), '[]')
        from (${findSpellings(userId)}) as stored where term.is_address
      ) as spellings
    from unnest(${terms.map(({ text }) => text)}::text[], ${terms.map(({ parts }) => parts)}::text[],
      ${terms.map(({ isBare }) => isBare)}::boolean[], ${terms.map((term) => term.isAddress)}::boolean[])
      with ordinality as term(text, parts, is_bare, is_address, place)
    order by place`.execute(db)
  return rows
}

/** The spellings of the address `term.text` in the user's rows, other than the text itself. */
function findSpellings(userId: string): RawBuilder<unknown> {
  const find = (table: string, address: string, chain: string) => sql`
    (select ${sql.ref(address)} as spelling from ${sql.table(table)}
    where term.is_address and user_id = ${userId}::uuid and ${isAddress({ address, chain }, sql`term.text`)}
    limit ${maxSpelledRows}::int)`
  return sql`
    select distinct spelling from (
      ${find('contracts', 'target_address', 'target_chain')}
      union all ${find('analyses', 'contract_address', 'contract_chain')}
      union all ${find('chat_sessions', 'contract_address', 'contract_chain')}
    ) as spelled
    where lower(spelling) <> lower(term.text)
    order by spelling limit ${maxSpellings}::int`
}
