/** lnrpc.State of one node. */
import type { StateDefinition } from '#lightning/generated/lnrpc/State';
import type { SimNode } from '../node/sim-node.js';
import type { Service } from './service.js';

export function stateService(node: SimNode): Service<StateDefinition> {
  return {
    SubscribeState: { open: (_request, sink) => node.followWalletState((state) => sink.send({ state })) },
    GetState: { answer: () => ({ state: node.settings.walletState }) },
  };
}
