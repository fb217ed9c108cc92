/**
 * Reads the challenge of a 402: `WWW-Authenticate: L402 macaroon="…", invoice="…"` and the forms that servers in the wild
 * make of it (`token=` for `macaroon=`, any order, any case, several challenges in one line, LSAT as the older word).
 */

export interface Challenge {
  /** Base64, to be sent back byte for byte. */
  readonly macaroon: string;
  /** BOLT11. */
  readonly invoice: string;
}

interface Scheme {
  readonly name: string;
  readonly params: Map<string, string>;
}

/** `header` as fetch gives it: several lines joined with commas. Undefined where nothing in it can be paid over Lightning. */
export function readChallenge(header: string): Challenge | undefined {
  const schemes = readSchemes(header);
  for (const word of ['l402', 'lsat']) {
    for (const scheme of schemes) {
      const macaroon = scheme.params.get('macaroon') ?? scheme.params.get('token');
      const invoice = scheme.params.get('invoice');
      // A macaroon goes back into a header line, so it may hold nothing but base64.
      if (scheme.name === word && macaroon && invoice && /^[A-Za-z0-9+/_=-]+$/.test(macaroon))
        return { macaroon, invoice };
    }
  }
  return undefined;
}

/**
 * Splits the line into schemes with their parameters (RFC 9110, section 11.6.1). A word followed by `=` is a parameter of
 * the scheme before it, any other word begins a scheme; what fits neither is skipped up to the next comma.
 */
function readSchemes(header: string): Scheme[] {
  const schemes: Scheme[] = [];
  const gap = /[\s,]*/y;
  const word = /([!#$%&'*+\-.^_`|~0-9A-Za-z]+)(\s*=\s*)?/y;
  const quoted = /"((?:[^"\\]|\\.)*)"/y;
  const bare = /[^\s,]*/y;
  let at = 0;
  while (at < header.length) {
    gap.lastIndex = at;
    gap.exec(header);
    word.lastIndex = gap.lastIndex;
    const found = word.exec(header);
    if (!found) {
      const comma = header.indexOf(',', gap.lastIndex);
      if (comma < 0) break;
      at = comma + 1;
      continue;
    }
    at = word.lastIndex;
    const name = (found[1] ?? '').toLowerCase();
    if (found[2] === undefined) {
      schemes.push({ name, params: new Map() });
      continue;
    }
    const pattern = header[at] === '"' ? quoted : bare;
    pattern.lastIndex = at;
    const value = pattern.exec(header);
    if (!value) break;
    at = pattern.lastIndex;
    const text = pattern === quoted ? (value[1] ?? '').replaceAll(/\\(.)/g, '$1') : value[0];
    const params = schemes.at(-1)?.params;
    // The first value of a name counts, so that a later duplicate cannot replace the invoice.
    if (params && !params.has(name)) params.set(name, text);
  }
  return schemes;
}
