/** How a test reaches a running marketplace, whether it runs in this process or in another one. */
export interface MarketAccess {
  readonly baseUrl: string;
  readonly adminToken: string;
  readonly simControl: { readonly url: string; readonly token: string };
}
