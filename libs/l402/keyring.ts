/**
 * The keys of one family of tokens, one for each epoch. New tokens are minted with the current one; an older one stays as
 * long as something that was minted with it is alive.
 */
export interface Keyring {
  readonly currentEpoch: number;
  /** 32 secret bytes, or `undefined` for an epoch that has retired or never was. */
  key(epoch: number): Buffer | undefined;
}
