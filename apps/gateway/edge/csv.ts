/**
 * Lists as CSV (RFC 4180), for spreadsheets and scripts. The columns follow from the schema of the list's items, which the
 * document of the API has as well: a member of a member is `a.b`, a list of objects makes one row for each of them, and what has
 * no columns of its own (other lists, free JSON) is JSON in its cell. Amounts are whole numbers, as in JSON.
 *
 * A spreadsheet takes a cell for a formula that begins like one, and cells hold texts of strangers. So a text that begins with
 * one of = + - @ ' (also after white space, or full-width), or with a tab or a line break, gets an apostrophe in front. Numbers do
 * not. Whoever reads the file back takes one apostrophe away from each cell that begins with one, and has exactly what was there.
 */
import type { TSchema } from 'typebox';

interface Column {
  readonly name: string;
  /** From the item, or from the member of its list. */
  readonly path: readonly string[];
  readonly ofMember: boolean;
}

export interface Table {
  readonly columns: readonly Column[];
  /** Where an item has the list that makes several rows of it. */
  readonly list: readonly string[] | undefined;
}

interface Node {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

/** How items of that schema become rows. */
export function tableOf(item: TSchema): Table {
  const columns: Column[] = [];
  let list: readonly string[] | undefined;
  const visit = (node: Node, path: readonly string[], above: readonly string[], ofMember: boolean): void => {
    const name = [...above, ...path].join('.');
    if (node.type === 'object' && node.properties !== undefined) {
      for (const [key, member] of Object.entries(node.properties)) visit(member, [...path, key], above, ofMember);
    } else if (isListOfObjects(node) && list === undefined) {
      list = path;
      visit(node.items as Node, [], path, true);
    } else {
      columns.push({ name, path, ofMember });
    }
  };
  visit(item as Node, [], [], false);
  return { columns, list };
}

function isListOfObjects({ type, items }: Node): boolean {
  return type === 'array' && items?.type === 'object' && items.properties !== undefined;
}

/** A header line, then a line for each row, each ended by CRLF. */
export function writeCsv({ columns, list }: Table, items: readonly unknown[]): string {
  const lines = [columns.map(({ name }) => cell(name)).join(',')];
  for (const item of items) {
    const members = list === undefined ? [] : read(item, list);
    // An item whose list is empty is a row all the same.
    const rows = Array.isArray(members) && members.length > 0 ? members : [undefined];
    for (const member of rows) {
      lines.push(columns.map(({ path, ofMember }) => cell(asText(read(ofMember ? member : item, path)))).join(','));
    }
  }
  return lines.map((line) => `${line}\r\n`).join('');
}

function read(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const number = /^-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?$/;
const formula = /^\s*[=+\-@'＝＋－＠]|^[\t\r\n]/;

function cell(text: string): string {
  const safe = formula.test(text) && !number.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
