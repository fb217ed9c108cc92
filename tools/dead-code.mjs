// Finds what nobody uses: files that nothing leads to, exports that no other file imports, packages that no file names.
// A generic tool does not follow this repository's `#` imports from source to source, so this one reads the syntax itself.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { root } from './root.mjs';

const folders = ['apps', 'libs', 'test', 'bench'];
/** Programs and modules that are reached otherwise than by an import: by a script, as a child process, by strangers. */
const entrances = /\.test\.ts$|^apps\/[^/]+\/main\.ts$|^libs\/sdk\/|^bench\/(run|programs\/[^/]+)\.ts$/;
/** Packages that are needed although no source file imports them, and why. */
const neededPackages = {
  rxjs: 'peer of @nestjs/core',
  '@biomejs/biome': 'run by tools/check.mjs',
  '@swc/core': 'peer of @swc/jest',
  '@swc/jest': 'named in jest.config.mjs',
  'dependency-cruiser': 'run by tools/check.mjs',
  jest: 'run by tools/test.mjs',
  ts7: 'run by tools/build.mjs',
};

function sources() {
  const found = new Map();
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(ts|mjs)$/.test(entry.name)) continue;
      const path = relative(root, join(entry.parentPath, entry.name));
      if (path.includes('/generated/')) continue;
      found.set(path, readSource(path));
    }
  }
  return found;
}

/** What one file exports, imports and mentions: `imports` is a map from specifier to the names taken, '*' for all. */
function readSource(path) {
  const text = readFileSync(join(root, path), 'utf8');
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const source = { text, exports: new Map(), imports: [], strings: new Set() };
  const visit = (node) => {
    if (ts.isStringLiteralLike(node)) source.strings.add(node.text);
    if (ts.isImportDeclaration(node)) readImport(source, node);
    else if (ts.isExportDeclaration(node)) readReexport(source, node);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteralLike(specifier)) source.imports.push([specifier.text, ['*']]);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      source.imports.push([node.argument.literal.text, ['*']]);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const statement of file.statements) readExports(source, statement);
  return source;
}

function readImport(source, node) {
  const specifier = node.moduleSpecifier.text;
  const clause = node.importClause;
  const names = clause?.name ? ['default'] : [];
  const bindings = clause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) names.push('*');
  if (bindings && ts.isNamedImports(bindings)) {
    for (const element of bindings.elements) names.push((element.propertyName ?? element.name).text);
  }
  source.imports.push([specifier, names]);
}

function readReexport(source, node) {
  const elements = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : undefined;
  if (node.moduleSpecifier) {
    const names = elements?.map((element) => (element.propertyName ?? element.name).text) ?? ['*'];
    source.imports.push([node.moduleSpecifier.text, names]);
  }
  for (const element of elements ?? []) source.exports.set(element.name.text, 'value');
}

function readExports(source, statement) {
  const exported =
    ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword);
  if (!exported) return;
  const kind = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) ? 'type' : 'value';
  if (ts.isVariableStatement(statement)) {
    for (const { name } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name)) source.exports.set(name.text, kind);
    }
  } else if (statement.name) {
    source.exports.set(statement.name.text, kind);
  }
}

/** The source file that a specifier means, or undefined for packages and what does not exist. */
function resolve(from, specifier, all) {
  let path;
  if (specifier.startsWith('.')) path = join(dirname(from), specifier).replace(/\.js$/, '.ts');
  else if (/^#(apps|test)\//.test(specifier)) path = `${specifier.slice(1)}.ts`;
  else if (specifier.startsWith('#')) path = `libs/${specifier.slice(1)}.ts`;
  return all.has(path) ? path : undefined;
}

function packageOf(specifier) {
  if (/^([.#]|node:)/.test(specifier)) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The last part of a path, without its ending. */
function stemOf(path) {
  return path
    .split('/')
    .at(-1)
    .replace(/\.(js|ts|mjs)$/, '');
}

/** The scripts that run before anything is compiled. */
function tools() {
  const names = readdirSync(join(root, 'tools'), { recursive: true });
  return names.filter((name) => name.endsWith('.mjs')).map((name) => `tools/${name}`);
}

function deadFiles(all, manifest) {
  // Programs are started by a script, or by a command of the compose file.
  const scripts = [...Object.values(manifest.scripts), readFileSync(join(root, 'docker-compose.yml'), 'utf8')].join(
    ' ',
  );
  const texts = ['jest.config.mjs', ...tools()].map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
  const reached = new Set();
  const reach = (path) => {
    if (reached.has(path)) return;
    reached.add(path);
    const source = all.get(path);
    for (const [specifier] of source.imports) {
      const target = resolve(path, specifier, all);
      if (target) reach(target);
    }
    // A program that is started as a child is named in a string, by its path or its name.
    const named = new Set([...source.strings].map((text) => stemOf(text)));
    for (const other of all.keys()) {
      if (!named.has(stemOf(other))) continue;
      if (/^(apps\/bots|test)\//.test(other) || source.strings.has(`./${stemOf(other)}.js`)) reach(other);
    }
  };
  for (const path of all.keys()) {
    const stem = path.replace(/\.(ts|mjs)$/, '');
    if (entrances.test(path) || scripts.includes(`dist/${stem}.js`) || texts.includes(path)) reach(path);
  }
  return [...all.keys()].filter((path) => !reached.has(path)).map((path) => `${path} is reached by nothing`);
}

function deadExports(all) {
  const used = new Map([...all.keys()].map((path) => [path, new Set()]));
  for (const [path, { imports }] of all) {
    for (const [specifier, names] of imports) {
      const target = resolve(path, specifier, all);
      for (const name of target ? names : []) used.get(target).add(name);
    }
  }
  const problems = [];
  for (const [path, { exports, text }] of all) {
    if (entrances.test(path) || used.get(path).has('*') || path.endsWith('.mjs')) continue;
    for (const [name, kind] of exports) {
      if (used.get(path).has(name)) continue;
      // A type that an exported signature of its own file uses has to be exported as well.
      if (kind === 'type' && (text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > 1) continue;
      problems.push(`${path} exports ${name}, which no other file imports`);
    }
  }
  return problems;
}

function deadPackages(all, manifest) {
  const used = new Set(Object.keys(neededPackages));
  for (const { imports, strings } of all.values()) {
    for (const specifier of [...imports.map(([name]) => name), ...strings]) used.add(packageOf(specifier));
  }
  for (const path of tools()) {
    const text = readFileSync(join(root, path), 'utf8');
    for (const [, specifier] of text.matchAll(/from '([^']+)'/g)) used.add(packageOf(specifier));
  }
  return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter((name) => !used.has(name) && !name.startsWith('@types/'))
    .map((name) => `package.json lists ${name}, which no file uses`);
}

export function deadCode() {
  const all = sources();
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return [...deadFiles(all, manifest), ...deadExports(all), ...deadPackages(all, manifest)];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problems = deadCode();
  for (const problem of problems) console.error(problem);
  process.exit(problems.length === 0 ? 0 : 1);
}
