// The rules of the house that are about single files: what the linter, the compiler and the import checker do not see.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';

const folders = ['apps', 'libs', 'test', 'bench', 'tools', 'proto'];
const maxLines = 400;
const maxDependencies = 5;

const isTest = (path) => path.startsWith('test/') || path.endsWith('.test.ts');
const isProduct = (path) => /^(apps|libs)\//.test(path) && !isTest(path);
const isForeign = (path) => path.startsWith('apps/bots/') || path.startsWith('libs/sdk/');

/** Each: which files it is about, what it looks for in a line of code (or in the whole file), and what it says. */
const rules = [
  {
    about: (path) => isProduct(path) && !isForeign(path) && path !== 'libs/kernel/clock.ts',
    line: /\bnew Date\(\s*\)|\bDate\.now\(/,
    says: 'reads the computer clock; take a Clock (libs/kernel/clock.ts)',
  },
  {
    about: (path) => isProduct(path) && path !== 'libs/config/load.ts' && !path.startsWith('apps/bots/'),
    line: /\bprocess\.env\b/,
    says: 'reads the environment; only libs/config/load.ts does',
  },
  { about: isProduct, line: /\bforwardRef\b/, says: 'uses forwardRef; untangle the two instead' },
  {
    about: (path) => path !== 'tools/house-rules.mjs',
    line: /\b(TODO|FIXME|XXX|HACK)\b/,
    inComments: true,
    says: 'leaves work for later; do it or file an issue',
  },
  { about: () => true, line: /\b(it|describe|test)\.only\(/, says: 'leaves out all other tests' },
  {
    about: (path) => isProduct(path) && !isForeign(path),
    file: (_path, lines) => {
      const most = Math.max(0, ...constructorParameters(lines.join('\n')));
      return most > maxDependencies
        ? `has a constructor of ${most} parameters; ${maxDependencies} is the most`
        : undefined;
    },
  },
  {
    about: (path) => basename(path) === 'index.ts',
    file: () => 'is a barrel; import the file that has the thing',
  },
  {
    about: (path) => path.endsWith('.ts') || path.endsWith('.mjs'),
    file: (_path, lines) =>
      lines.length > maxLines ? `has ${lines.length} lines; ${maxLines} is the most` : undefined,
  },
  {
    about: (path) => path.endsWith('.ts') || path.endsWith('.mjs'),
    file: (path) => (/^[a-z0-9.-]+$/.test(basename(path)) ? undefined : 'is not named in kebab case'),
  },
];

/** What is wrong with one file, as lines `path:line says`. */
export function fileProblems(path, text) {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const problems = [];
  for (const rule of rules) {
    if (!rule.about(path)) continue;
    const whole = rule.file?.(path, lines);
    if (whole) problems.push(`${path} ${whole}`);
    if (!rule.line) continue;
    lines.forEach((line, at) => {
      const code = rule.inComments ? line : withoutComment(line);
      if (rule.line.test(code)) problems.push(`${path}:${at + 1} ${rule.says}`);
    });
  }
  return problems;
}

/** How many parameters each constructor of a file takes. */
export function constructorParameters(text) {
  return [...text.matchAll(/\bconstructor\(/g)].map((match) => {
    let depth = 0;
    let parameters = 0;
    let inParameter = false;
    for (let at = match.index + match[0].length; at < text.length; at++) {
      const char = text[at];
      if (depth === 0 && char === ')') break;
      if ('([{<'.includes(char)) depth++;
      // The > of an arrow closes nothing.
      if (')]}'.includes(char) || (char === '>' && text[at - 1] !== '=')) depth--;
      if (depth === 0 && char === ',') inParameter = false;
      else if (!inParameter && /\S/.test(char)) {
        inParameter = true;
        parameters++;
      }
    }
    return parameters;
  });
}

/** The line without a comment that fills it or ends it; a // inside a URL is none. */
function withoutComment(line) {
  if (/^\s*(\*|\/\*|\/\/)/.test(line)) return '';
  return line.replace(/(^|\s)\/\/\s.*$/, '');
}

function* sourceFiles(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!['generated', 'node_modules', 'dist'].includes(entry.name)) yield* sourceFiles(path);
    } else if (/\.(ts|mjs|cjs|proto|sql)$/.test(entry.name)) {
      yield path;
    }
  }
}

export function houseProblems() {
  const present = readdirSync(root);
  return folders
    .filter((folder) => present.includes(folder))
    .flatMap((folder) => [...sourceFiles(join(root, folder))])
    .flatMap((file) => fileProblems(relative(root, file), readFileSync(file, 'utf8')));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problems = houseProblems();
  for (const problem of problems) console.error(problem);
  process.exit(problems.length === 0 ? 0 : 1);
}
