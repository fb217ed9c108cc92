/**
 * The OpenAPI document as a page for people: one HTML file without scripts, foreign fonts or requests to anyone, readable
 * in a text browser as well.
 */
import { type ErrorCode, errorKind, errorTable } from '#kernel/errors';
import { type OpenApiDocument, simulatedMoneyNotice } from './openapi.js';

type Json = Record<string, unknown>;

/** Fields of nested objects are shown this deep; below it only their type. */
const maxDepth = 3;

export function docsPage(document: OpenApiDocument, simulatedMoney: boolean): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const sections = document.tags.map((tag) => {
    const own = operations.filter(({ operation }) => (operation.tags as string[])[0] === tag.name);
    const articles = own.map(({ path, method, operation }) => article(document, path, method, operation)).join('');
    return `<section><h2 id="${slug(tag.name)}">${escapeHtml(tag.name)}</h2><p>${text(tag.description)}</p>${articles}</section>`;
  });
  const contents = document.tags.map((tag) => {
    const own = operations.filter(({ operation }) => (operation.tags as string[])[0] === tag.name);
    const links = own.map(
      ({ path, method, operation }) =>
        `<li><a href="#${escapeHtml(String(operation.operationId))}"><b class="${method}">${method}</b> <span>${breakable(path)}</span></a></li>`,
    );
    return `<li><a href="#${slug(tag.name)}">${escapeHtml(tag.name)}</a><ul>${links.join('')}</ul></li>`;
  });
  const intro = document.info.description
    .split('\n\n')
    .filter((paragraph) => !paragraph.includes(simulatedMoneyNotice))
    .map((paragraph) => `<p>${text(paragraph)}</p>`);
  return htmlPage('Botbazaar API', simulatedMoney, [
    `<nav><p class="brand"><a href="/">Botbazaar</a> <small>API ${escapeHtml(document.info.version)}</small></p><ul>${contents.join('')}<li><a href="#errors">Errors</a></li></ul></nav>`,
    `<main><h1>Botbazaar API</h1>${intro.join('')}`,
    `<p>Base address <code>${escapeHtml(document.servers[0]?.url ?? '')}</code> · machine-readable: <a href="/openapi.json">openapi.json</a></p>`,
    ...sections,
    errorSection(),
    '</main>',
  ]);
}

/** A page of the server: banner where money is simulated, then the parts. */
export function htmlPage(title: string, simulatedMoney: boolean, parts: readonly string[]): string {
  const banner = simulatedMoney ? `<p class="banner">${escapeHtml(simulatedMoneyNotice)}</p>` : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}</style></head><body>${banner}<div class="page">${parts.join('\n')}</div></body></html>\n`;
}

export const htmlHeaders = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
  'cache-control': 'no-cache',
} as const;

function article(document: OpenApiDocument, path: string, method: string, operation: Json): string {
  const parameters = operation.parameters as Json[];
  const body = operation.requestBody as Json | undefined;
  return [
    `<article id="${escapeHtml(String(operation.operationId))}">`,
    `<h3><b class="${method}">${method}</b> <code>${breakable(path)}</code></h3>`,
    `<p class="summary">${text(String(operation.summary))}</p>`,
    operation.description === undefined ? '' : `<p>${text(String(operation.description))}</p>`,
    `<p class="access">${access(operation)}</p>`,
    parameters.length === 0 ? '' : `<h4>Parameters</h4>${parameterTable(parameters)}`,
    body === undefined ? '' : `<h4>Body</h4>${content(document, body)}`,
    `<h4>Answers</h4>${answers(document, operation.responses as Record<string, Json>)}`,
    '</article>',
  ].join('');
}

const accessTexts: Readonly<Record<string, string>> = {
  account: 'the credential of an account as <code>Authorization: Bearer</code>',
  admin: 'the admin token as <code>Authorization: Bearer</code>',
  l402: '<code>Authorization: L402 &lt;macaroon&gt;:&lt;preimage&gt;</code>',
  taskKey: 'the header <code>Task-Key</code>',
  signature: 'the signature of a webhook',
};

function access(operation: Json): string {
  const names = (operation.security as Json[]).flatMap((entry) => Object.keys(entry));
  if ('x-payment-info' in operation) return `Can be bought: without ${accessTexts.l402} the answer is a challenge.`;
  if (names.length === 0) return 'Open to everyone.';
  return `Needs ${names.map((name) => accessTexts[name] ?? escapeHtml(name)).join(', or ')}.`;
}

function parameterTable(parameters: readonly Json[]): string {
  const rows = parameters.map((parameter) => {
    const schema = parameter.schema as Json;
    const says = parameter.description ?? schema.description ?? '';
    return `<tr><td><code>${escapeHtml(String(parameter.name))}</code></td><td>${escapeHtml(String(parameter.in))}</td><td>${typeText(schema)}</td><td>${text(String(says))}</td></tr>`;
  });
  return `<table><tr><th>name</th><th>in</th><th>type</th><th></th></tr>${rows.join('')}</table>`;
}

function content(document: OpenApiDocument, holder: Json): string {
  const [mediaType, media] = Object.entries((holder.content ?? {}) as Record<string, Json>)[0] ?? [];
  if (mediaType === undefined || media === undefined) return '';
  const schema = resolve(document, media.schema as Json);
  const example = (schema.examples as unknown[] | undefined)?.[0];
  return [
    fieldTable(document, schema),
    example === undefined ? '' : `<pre>${escapeHtml(JSON.stringify(example, null, 2))}</pre>`,
  ].join('');
}

function fieldTable(document: OpenApiDocument, schema: Json): string {
  const rows = fields(document, schema, '', 0);
  if (rows.length === 0) return schema.description === undefined ? '' : `<p>${text(String(schema.description))}</p>`;
  return `<table><tr><th>field</th><th>type</th><th></th></tr>${rows.join('')}</table>`;
}

function fields(document: OpenApiDocument, schema: Json, prefix: string, depth: number): string[] {
  const resolved = resolve(document, schema);
  if (resolved.type === 'array') return fields(document, resolved.items as Json, `${prefix}[]`, depth);
  if (Array.isArray(resolved.anyOf)) {
    return resolved.anyOf.flatMap((option: Json) => fields(document, option, prefix, depth));
  }
  const required = (resolved.required ?? []) as string[];
  return Object.entries((resolved.properties ?? {}) as Record<string, Json>).flatMap(([name, property]) => {
    const target = resolve(document, property);
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const optional = required.includes(name) ? '' : ' <i>optional</i>';
    const row = `<tr><td><code>${escapeHtml(path)}</code>${optional}</td><td>${typeText(target)}</td><td>${text(String(target.description ?? ''))}</td></tr>`;
    return depth + 1 < maxDepth ? [row, ...fields(document, target, path, depth + 1)] : [row];
  });
}

function resolve(document: OpenApiDocument, schema: Json): Json {
  if (typeof schema.$ref !== 'string') return schema;
  return document.components.schemas[schema.$ref.slice('#/components/schemas/'.length)] as Json;
}

function typeText(schema: Json): string {
  if (Array.isArray(schema.anyOf)) {
    const constants = schema.anyOf.filter((option: Json) => 'const' in option);
    if (constants.length === schema.anyOf.length) {
      return constants.map((option: Json) => `<code>${escapeHtml(JSON.stringify(option.const))}</code>`).join(' | ');
    }
  }
  if ('const' in schema) return `<code>${escapeHtml(JSON.stringify(schema.const))}</code>`;
  if (schema.type === undefined) return 'any JSON';
  const bounds = [
    schema.minimum === undefined ? '' : `≥ ${schema.minimum}`,
    schema.maximum === undefined ? '' : `≤ ${schema.maximum}`,
    schema.maxLength === undefined ? '' : `≤ ${schema.maxLength} characters`,
  ].filter((bound) => bound !== '');
  return [[schema.type].flat().join(' | '), ...bounds].map(String).map(escapeHtml).join(', ');
}

function answers(document: OpenApiDocument, responses: Readonly<Record<string, Json>>): string {
  return Object.entries(responses)
    .map(([status, response]) => {
      const headers = Object.keys((response.headers ?? {}) as Json);
      const isError = Number(status) >= 400 && status !== '402';
      const shown = isError ? errorLinks(String(response.description)) : text(String(response.description));
      const told = headers.length === 0 ? '' : ` <small>${headers.map(escapeHtml).join(', ')}</small>`;
      const table = isError ? '' : content(document, response);
      const line = `<b class="status s${status[0]}">${escapeHtml(status)}</b> ${shown}${told}`;
      return table === '' ? `<p>${line}</p>` : `<details><summary>${line}</summary>${table}</details>`;
    })
    .join('');
}

function errorLinks(codes: string): string {
  return codes.replaceAll(/`(\w+)`/g, (_, code: string) => `<a href="#error-${code}"><code>${code}</code></a>`);
}

function errorSection(): string {
  const rows = (Object.keys(errorTable) as ErrorCode[]).map(
    (code) =>
      `<tr id="error-${code}"><td><code>${code}</code></td><td>${errorKind(code).status}</td><td>${escapeHtml(errorTable[code].title)}</td></tr>`,
  );
  return `<section><h2 id="errors">Errors</h2><p>Every error is a problem document (RFC 9457, <code>application/problem+json</code>). Look at its <code>code</code>; <code>errors</code> names everything that is wrong with a request.</p><table><tr><th>code</th><th>HTTP</th><th>meaning</th></tr>${rows.join('')}</table></section>`;
}

/** A path that goes on in the next line after a slash. */
function breakable(path: string): string {
  return escapeHtml(path).replaceAll('/', '/<wbr>');
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

/** Sentences with `code` in backquotes. */
function text(sentence: string): string {
  return escapeHtml(sentence).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

function escapeHtml(raw: string): string {
  return raw
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const style = `
:root{color-scheme:light dark;--ink:#1d2026;--soft:#5c6470;--line:#dfe3e8;--paper:#fff;--wash:#f5f7f9;--link:#0b5cad;--get:#0a7d45;--post:#a04a00;--put:#6b3fa0}
@media(prefers-color-scheme:dark){:root{--ink:#e4e7eb;--soft:#9aa4b1;--line:#323842;--paper:#14171b;--wash:#1c2026;--link:#7db7f0;--get:#5fd39a;--post:#f0a765;--put:#c3a2ee}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
code,pre{font:0.88em/1.5 ui-monospace,monospace}
pre{background:var(--wash);border:1px solid var(--line);border-radius:6px;padding:.8em 1em;overflow:auto}
.banner{margin:0;padding:.5em 1.5em;background:#ffd54a;color:#3a2c00;font-weight:600;text-align:center}
.page{display:flex;max-width:1240px;margin:0 auto}
nav{flex:0 0 330px;padding:1.5em 1em 2em 1.5em;position:sticky;top:0;align-self:flex-start;max-height:100vh;overflow:auto;font-size:.85rem}
nav ul{list-style:none;margin:.2em 0 1em;padding:0}nav ul ul{padding-left:.2em}nav>ul>li>a{font-weight:600}
nav li li a{display:flex;align-items:baseline;color:var(--ink);overflow-wrap:anywhere}
.brand{font-size:1.1rem;font-weight:700;margin-top:0}small{color:var(--soft);font-weight:400}
main{flex:1;min-width:0;padding:1.5em 1.5em 4em;border-left:1px solid var(--line)}
h1{margin:.2em 0 .5em;line-height:1.2}h2{margin:2.2em 0 .3em;padding-top:.6em;border-top:2px solid var(--line)}
h3{margin:0;font-size:1.05rem}h4{margin:1.2em 0 .3em;font-size:.8rem;text-transform:uppercase;letter-spacing:.05em;color:var(--soft)}
article{margin:1.4em 0;padding:1.1em 1.3em;border:1px solid var(--line);border-radius:8px;scroll-margin-top:1em}
article p{margin:.5em 0}.summary{font-weight:600}.access{color:var(--soft);font-size:.92rem}
table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.4em 0}
th{text-align:left;color:var(--soft);font-weight:500;font-size:.8rem}
td,th{padding:.3em .8em .3em 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:break-word}
td:first-child{min-width:9em;overflow-wrap:anywhere}tr:target{background:var(--wash)}
details{margin:.4em 0}summary{cursor:pointer}
b.GET,b.HEAD{color:var(--get)}b.POST{color:var(--post)}b.PUT,b.DELETE{color:var(--put)}nav b{font:600 .75em ui-monospace,monospace;flex:0 0 4.2em}
.status{font-family:ui-monospace,monospace}.s2,.s3{color:var(--get)}.s4{color:var(--post)}.s5{color:var(--put)}
@media(max-width:800px){.page{display:block}nav{position:static;max-height:none}main{border:0}article{padding:1em}table{display:block;overflow:auto}}
`.replaceAll('\n', '');
