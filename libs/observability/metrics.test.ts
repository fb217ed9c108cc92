import { describe, expect, it } from '@jest/globals';
import { writeMetrics } from './metrics.js';

describe('metrics', () => {
  it('are written a line each, after what they are', () => {
    const samples = [
      { labels: { node: '02ab', why: '' }, value: 1 },
      { labels: {}, value: 0.5 },
    ];
    expect(writeMetrics([{ name: 'node_fit', kind: 'gauge', help: 'Whether it is.', samples }])).toBe(
      '# HELP node_fit Whether it is.\n# TYPE node_fit gauge\nnode_fit{node="02ab",why=""} 1\nnode_fit 0.5\n',
    );
  });

  it('are not broken by what stands in a label', () => {
    const samples = [{ labels: { why: 'a "b" \\ c\nd' }, value: 1 }];
    expect(writeMetrics([{ name: 'm', kind: 'counter', help: 'One\nline', samples }])).toBe(
      '# HELP m One\\nline\n# TYPE m counter\nm{why="a \\"b\\" \\\\ c\\nd"} 1\n',
    );
  });

  it('of which there is nothing to say are left out', () => {
    expect(writeMetrics([{ name: 'm', kind: 'gauge', help: 'None.', samples: [] }])).toBe('');
  });
});
