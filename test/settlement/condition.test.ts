import { beforeEach, describe, expect, it } from '@jest/globals';
import { NodeCondition } from '#apps/settlement/condition';
import { chainGraceMs } from '#lightning/node-fitness';
import { createLogger } from '#observability/logger';
import { Neighbours, unavailable } from './neighbours.js';
import { silent } from './scripted-node.js';

const logger = createLogger({ level: 'silent', name: 'test', destination: { write: () => undefined } });
const node = { pubkey: `02${'ab'.repeat(32)}`, blockHeight: 800, syncedToChain: true, keepsResolutions: true };

let nowMs = 0;
let others: Neighbours;
let condition: NodeCondition;
beforeEach(() => {
  others = new Neighbours();
  condition = new NodeCondition(others.billing, logger, () => nowMs);
});

describe('the condition of a node', () => {
  it('is unreachable until it has been heard', () => {
    expect(condition.unfit()).toBe('unreachable');
    condition.heard(node);
    expect(condition.unfit()).toBeUndefined();
  });

  it('suffers a moment off the chain at each block, and no longer one', () => {
    condition.heard({ ...node, syncedToChain: false });
    nowMs += chainGraceMs;
    expect(condition.unfit()).toBeUndefined();
    condition.heard(node);
    condition.heard({ ...node, syncedToChain: false });
    nowMs += chainGraceMs;
    expect(condition.unfit()).toBeUndefined();
    condition.heard({ ...node, syncedToChain: false });
    nowMs += 1;
    expect(condition.unfit()).toBe('chain_not_followed');
  });

  it('knows from another node that it has stopped at a block', async () => {
    others.heightElsewhere = 803;
    condition.heard(node);
    await condition.tell(true, 0);
    nowMs += 5_000;
    condition.heard(node);
    nowMs += chainGraceMs + 1;
    expect(condition.unfit()).toBe('behind_the_chain');
    condition.heard({ ...node, blockHeight: 801 });
    expect(condition.unfit()).toBeUndefined();
  });

  it('is told when it changes and now and then, not at each heartbeat', async () => {
    const told: string[] = [];
    const { billing } = others;
    const report = billing.reportNode.bind(billing);
    const noting = {
      ...billing,
      reportNode: (request: Parameters<typeof report>[0]) => {
        told.push(request.unfit);
        return report(request);
      },
    };
    condition = new NodeCondition(noting, logger, () => nowMs);
    condition.heard(node);
    await condition.tell(true, 0);
    await condition.tell(true, 0);
    condition.failed(silent());
    await condition.tell(true, 0);
    nowMs += 10_000;
    await condition.tell(true, 0);
    expect(told).toEqual(['', 'silent', 'silent']);
  });

  it('that was not taken is told again', async () => {
    condition.heard(node);
    others.billingTrouble = unavailable();
    await condition.tell(true, 0);
    others.billingTrouble = undefined;
    await condition.tell(true, 0);
    expect(others.conditions.get(node.pubkey)).toBe('');
  });
});
