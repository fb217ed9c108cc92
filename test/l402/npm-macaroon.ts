/** The npm package `macaroon`, which has no types of its own: only what we compare ourselves with. */
import { createRequire } from 'node:module';

interface ForeignMacaroon {
  readonly identifier: Uint8Array;
  readonly location: string;
  readonly signature: Uint8Array;
  readonly caveats: readonly { readonly identifier: Uint8Array }[];
  addFirstPartyCaveat(caveat: string): void;
  addThirdPartyCaveat(rootKey: Uint8Array, id: string, location: string): void;
  /** Broken from the third caveat on: its buffer doubles at every append. */
  exportBinary(): Uint8Array;
  exportJSON(): unknown;
  /** Throws unless the signature is right and `check` answers null for every caveat. */
  verify(rootKey: Uint8Array, check: (caveat: string) => string | null): void;
}

interface MacaroonPackage {
  newMacaroon(fields: { version: 2; identifier: Uint8Array; location: string; rootKey: Uint8Array }): ForeignMacaroon;
  importMacaroon(source: Uint8Array | string | object): ForeignMacaroon;
}

export const npmMacaroon = createRequire(import.meta.url)('macaroon') as MacaroonPackage;
