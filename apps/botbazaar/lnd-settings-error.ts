/** Which nodes the settings name, and how. Its message is a sentence for the one who starts the program. */
export class LndSettingsError extends Error {
  override readonly name = 'LndSettingsError';
}

/** A list of nodes stands alone: beside it nobody could say which node a single setting is about. */
export function refuseBesideList(others: readonly (string | undefined)[]): void {
  if (others.every((setting) => setting === undefined)) return;
  throw new LndSettingsError('LND_NODES_FILE names the Lightning nodes, so no other setting LND_… may.');
}
