import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import bolt11 from 'bolt11';
import { InvalidChallenge } from './errors.js';
import { readInvoice } from './invoice.js';

/** From the examples of BOLT 11. */
const coffee =
  'lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj30yxdy8j9vdx85fkpmdla2087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf39tuven09sam30g4vgpfna3rh';
const donation =
  'lnbc1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae8g6twvus8g6rfwvs8qun0dfjkxaq9qrsgq357wnc5r2ueh7ck6q93dj32dlqnls087fxdwk8qakdyafkq3yap9us6v52vjjsrvywa6rt52cm9r9zqt8r2t7mlcwspyetp5h2tztugp9lfyql';
const pico =
  'lnbc9678785340p1pwmna7lpp5gc3xfm08u9qy06djf8dfflhugl6p7lgza6dsjxq454gxhj9t7a0sd8dgfkx7cmtwd68yetpd5s9xar0wfjn5gpc8qhrsdfq24f5ggrxdaezqsnvda3kkum5wfjkzmfqf3jkgem9wgsyuctwdus9xgrcyqcjcgpzgfskx6eqf9hzqnteypzxz7fzypfhg6trddjhygrcyqezcgpzfysywmm5ypxxjemgw3hxjmn8yptk7untd9hxwg3q2d6xjcmtv4ezq7pqxgsxzmnyyqcjqmt0wfjjq6t5v4khxsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygsxqyjw5qcqp2rzjq0gxwkzc8w6323m55m4jyxcjwmy7stt9hwkwe2qxmy8zpsgg7jcuwz87fcqqeuqqqyqqqqlgqqqqn3qq9q9qrsgqrvgkpnmps664wgkp43l22qsgdw4ve24aca4nymnxddlnp8vh9v2sdxlu5ywdxefsfvm0fq3sesf08uf6q9a2ke0hc9j6z6wlxg5z5kqpu2v9wz';
const hash = '0001020304050607080900010203040506070809000102030405060708090102';
const regtest = { bech32: 'bcrt', pubKeyHash: 0x6f, scriptHash: 0xc4, validWitnessVersions: [0, 1] };
const key = 'e126f68f7eafcc8b74f54d269fe206be715000f94dac067d1c04a8ca3b2db734';

describe('readInvoice', () => {
  it.each([
    [coffee, 250_000_000n, hash, 'bc'],
    [donation, undefined, hash, 'bc'],
    [coffee.toUpperCase(), 250_000_000n, hash, 'bc'],
    [pico, 967_878_534n, '462264ede7e14047e9b249da94fefc47f41f7d02ee9b091815a5506bc8abf75f', 'bc'],
  ])('reads the examples of BOLT 11 (%#)', (invoice, amountMsat, paymentHash, network) => {
    expect(readInvoice(invoice)).toEqual({ amountMsat, paymentHash, network });
  });

  it('agrees with the npm package bolt11 on every size of amount', () => {
    for (const msat of ['1', '999', '1500', '1000', '100000', '123456789', '100000000', '2100000000000']) {
      const paymentHash = createHash('sha256').update(randomBytes(32)).digest('hex');
      const tags = [
        { tagName: 'payment_secret', data: '11'.repeat(32) },
        { tagName: 'description', data: 'a task with a long description, so that tags of several lengths come first' },
        { tagName: 'payment_hash', data: paymentHash },
      ];
      const { paymentRequest } = bolt11.sign(bolt11.encode({ network: regtest, millisatoshis: msat, tags }), key);
      expect(readInvoice(paymentRequest ?? '')).toEqual({ amountMsat: BigInt(msat), paymentHash, network: 'bcrt' });
    }
  });

  it.each([
    ['a changed amount', coffee.replace('2500u', '2400u')],
    ['a changed letter', `${coffee.slice(0, 60)}${coffee[60] === 'q' ? 'p' : 'q'}${coffee.slice(61)}`],
    ['a missing end', coffee.slice(0, -20)],
    ['mixed case', `L${coffee.slice(1)}`],
    ['a foreign letter', coffee.replace('pvjluez', 'pvjbuez')],
    ['no invoice', 'https://example.org'],
    ['an on-chain address', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    ['an amount that is no number', coffee.replace('2500u', '2500x')],
    ['endless text', `lnbc2500u1${'q'.repeat(5000)}`],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(() => readInvoice(text)).toThrow(InvalidChallenge);
  });
});
