/**
 * The list of Lightning nodes in a JSON file: an array of objects with `name`, `address`, `tlsCertFile` and what else its reader needs of each.
 * All that is wrong is told at once, by the node's name and the field.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Lists everything that is wrong with the file; the message is for the one who starts the program. */
class NodeListError extends Error {
  override readonly name = 'NodeListError';

  constructor(file: string, problems: readonly string[]) {
    super(
      `The list of Lightning nodes ${file} is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
  }
}

/** Files are paths, absolute here; in the list they are relative to it. */
export type ListedNode<Needed extends string, Optional extends string> = {
  readonly [Field in 'name' | 'address' | 'tlsCertFile' | Needed]: string;
} & { readonly [Field in 'tlsServerName' | Optional]?: string };

interface Field {
  readonly expected: string;
  readonly pattern: RegExp;
}

const nodeName = /^[a-z0-9][a-z0-9-]{0,31}$/;
const text = /\S/;
const fields: Readonly<Record<string, Field>> = {
  // It becomes the name of a folder.
  name: { expected: 'up to 32 small letters, digits and dashes', pattern: nodeName },
  address: { expected: 'host:port', pattern: /^[A-Za-z0-9.-]+:[0-9]{1,5}$/ },
  tlsServerName: { expected: 'a host name', pattern: /^[A-Za-z0-9.-]+$/ },
};
const aFile: Field = { expected: 'the path of a file', pattern: text };

export function isNodeName(name: string): boolean {
  return nodeName.test(name);
}

export interface NodeFields<Needed extends string, Optional extends string> {
  readonly needed: readonly Needed[];
  readonly optional: readonly Optional[];
}

/** @throws NodeListError */
export function readNodeList<Needed extends string, Optional extends string>(
  file: string,
  { needed, optional }: NodeFields<Needed, Optional>,
): ListedNode<Needed, Optional>[] {
  const entries = parsed(file);
  const must = ['name', 'address', 'tlsCertFile', ...needed];
  const may = ['tlsServerName', ...optional];
  const problems = entries.flatMap((entry, n) =>
    problemsOf(entry, { must, may }).map((one) => `${titleOf(entry, n)}: ${one}`),
  );
  const names = entries.map((entry) => (isObject(entry) ? entry.name : undefined));
  for (const name of new Set(names.filter((one, n) => one !== undefined && names.indexOf(one) !== n))) {
    problems.push(`${String(name)}: name is that of more than one node`);
  }
  if (entries.length === 0) problems.push('it has no node');
  if (problems.length > 0) throw new NodeListError(file, problems);
  return entries.map((entry) => withPaths(entry as Record<string, string>, dirname(file))) as ListedNode<
    Needed,
    Optional
  >[];
}

function parsed(file: string): readonly unknown[] {
  const refuse = (problem: string): never => {
    throw new NodeListError(file, [problem]);
  };
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (thrown) {
    return refuse(`it cannot be read: ${(thrown as NodeJS.ErrnoException).code}`);
  }
  let list: unknown;
  try {
    list = JSON.parse(content);
  } catch (thrown) {
    return refuse(`it is no JSON: ${(thrown as Error).message}`);
  }
  return Array.isArray(list) ? list : refuse('it must be an array of nodes');
}

function problemsOf(
  entry: unknown,
  { must, may }: { readonly must: readonly string[]; readonly may: readonly string[] },
): string[] {
  if (!isObject(entry)) return ['it must be an object'];
  const unknown = Object.keys(entry).filter((field) => !must.includes(field) && !may.includes(field));
  const wrong = [...must, ...may].flatMap((field) => {
    const value = entry[field];
    if (value === undefined && may.includes(field)) return [];
    const { expected, pattern } = fields[field] ?? aFile;
    const missing = value === undefined ? 'is not set; it ' : '';
    return typeof value === 'string' && pattern.test(value) ? [] : [`${field} ${missing}must be ${expected}`];
  });
  return [...wrong, ...unknown.map((field) => `${field} is no field of a node here`)];
}

function titleOf(entry: unknown, n: number): string {
  const { name } = isObject(entry) ? entry : {};
  return typeof name === 'string' ? `entry ${n + 1} (${name})` : `entry ${n + 1}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withPaths(entry: Readonly<Record<string, string>>, folder: string): Record<string, string> {
  const isFile = (field: string) => fields[field] === undefined;
  return Object.fromEntries(
    Object.entries(entry).map(([field, value]) => [field, isFile(field) ? resolve(folder, value) : value]),
  );
}
