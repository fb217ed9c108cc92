import { describe, expect, it } from '@jest/globals';
import { Type } from 'typebox';
import { ConfigError, loadConfig } from './load.js';
import { settings } from './settings.js';

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(settings, environment);
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown.problems;
    throw thrown;
  }
  return [];
}

describe('loadConfig', () => {
  it('has a default for everything but the servers that may be named', () => {
    const config = loadConfig(settings, {});
    expect(config).toMatchObject({
      BOTBAZAAR_DATA_DIR: '.botbazaar',
      BOTBAZAAR_HOST: '127.0.0.1',
      BOTBAZAAR_PORT: 8402,
      BOTBAZAAR_ALLOWED_ENDPOINTS: [],
      BOTBAZAAR_FEE_BPS: 300,
      BOTBAZAAR_RECONCILE_MINUTES: 60,
      BOTBAZAAR_SHORTFALL_TOLERANCE_MSAT: 1_000_000,
      BOTBAZAAR_DEMO: true,
    });
    expect(config.DATABASE_URL).toBeUndefined();
    expect(config.REDIS_URL).toBeUndefined();
  });

  it('reads numbers, switches, lists and texts, and takes an empty variable for one that is not set', () => {
    const config = loadConfig(settings, {
      BOTBAZAAR_PORT: ' 0 ',
      BOTBAZAAR_DEMO: 'OFF',
      BOTBAZAAR_ALLOWED_ENDPOINTS: '127.0.0.1:9001, [::1]:9002,,seller.local:80',
      BOTBAZAAR_TRUSTED_PROXIES: '10.0.0.0/8,fd00::1',
      DATABASE_URL: 'postgres://owner:secret@db.example:5432/market',
      REDIS_URL: '',
      BOTBAZAAR_LOG_LEVEL: 'debug',
      PATH: '/bin',
    });
    expect(config).toMatchObject({
      BOTBAZAAR_PORT: 0,
      BOTBAZAAR_DEMO: false,
      BOTBAZAAR_ALLOWED_ENDPOINTS: ['127.0.0.1:9001', '[::1]:9002', 'seller.local:80'],
      BOTBAZAAR_TRUSTED_PROXIES: ['10.0.0.0/8', 'fd00::1'],
      DATABASE_URL: 'postgres://owner:secret@db.example:5432/market',
      BOTBAZAAR_LOG_LEVEL: 'debug',
    });
    expect(config.REDIS_URL).toBeUndefined();
    expect(config).not.toHaveProperty('PATH');
  });

  it('lists every problem at once, by name and never by value', () => {
    const problems = problemsOf({
      BOTBAZAAR_PORT: '65536',
      BOTBAZAAR_FEE_BPS: '3.5',
      BOTBAZAAR_DEMO: 'maybe',
      BOTBAZAAR_LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://root:hunter2@localhost/x',
      BOTBAZAAR_ALLOWED_ENDPOINTS: '127.0.0.1:1,localhost',
      BOTBAZAAR_CHALLENGES_PER_MINUTE: '0',
    });
    expect([...problems].sort()).toEqual([
      'BOTBAZAAR_ALLOWED_ENDPOINTS must be host:port pairs, separated by commas',
      'BOTBAZAAR_CHALLENGES_PER_MINUTE must be a whole number from 1 to 1000000',
      'BOTBAZAAR_DEMO must be on or off',
      'BOTBAZAAR_FEE_BPS must be a whole number from 0 to 10000',
      'BOTBAZAAR_LOG_LEVEL must be error or warn or info or debug',
      'BOTBAZAAR_PORT must be a whole number from 0 to 65535',
      'DATABASE_URL must be a URL as postgres://owner:password@host:port/database',
    ]);
  });

  it.each(['1e3', '0x10', '-1', 'NaN', '8402x', '8402.0', '9'.repeat(20)])(
    'takes no number for a port that is not one: %s',
    (text) => {
      expect(problemsOf({ BOTBAZAAR_PORT: text })).toHaveLength(1);
    },
  );

  it('names what is missing', () => {
    const schema = Type.Object({ NEEDED_URL: Type.String(), NEEDED_COUNT: Type.Integer({ minimum: 1, maximum: 3 }) });
    expect(() => loadConfig(schema, {})).toThrow(
      'The configuration is not usable:\n' +
        '  NEEDED_URL is not set; it must be a text\n' +
        '  NEEDED_COUNT is not set; it must be a whole number from 1 to 3',
    );
  });
});
