/** How a test reaches a running marketplace, whether it runs in this process or in another one. */
export interface MarketAccess {
  /** Of the first gateway. */
  readonly baseUrl: string;
  /** Of all of them, where there are several. */
  readonly baseUrls?: readonly string[];
  readonly adminToken: string;
  readonly simControl: { readonly url: string; readonly token: string };
}

let turn = 0;

/** The gateways in turn, as what stands before them would choose. */
export function anyGateway({ baseUrl, baseUrls = [baseUrl] }: MarketAccess): string {
  turn += 1;
  return baseUrls[turn % baseUrls.length] ?? baseUrl;
}
