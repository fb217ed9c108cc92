/** Ends what `global-setup.mjs` started and removes its files. */
export default async function globalTeardown() {
  await globalThis.stopTestServer();
}
