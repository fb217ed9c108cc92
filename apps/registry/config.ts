import type { ListingsConfig } from './listings.js';

export interface RegistryConfig extends ListingsConfig {
  /** How often suspended listings and old figures are looked after. */
  readonly keepIntervalMs: number;
}

export const registryDefaults = { keepIntervalMs: 5_000 } as const satisfies Partial<RegistryConfig>;
