import { readConfig } from '../src/config.js';
import { startProcess } from './service.js';

it('has defaults for a laptop', () => {
  expect(readConfig({})).toMatchObject({ port: 3000, host: '127.0.0.1', logLevel: 'info' });
});

it('takes what is set, and an empty value as absent', () => {
  expect(readConfig({ PORT: '8080', HOST: '::', REDIS_URL: 'redis://cache:6379', LOG_LEVEL: '' })).toMatchObject({
    port: 8080,
    host: '::',
    redisUrl: 'redis://cache:6379',
    logLevel: 'info',
  });
});

it.each([
  [{ PORT: 'http' }, /PORT must be .*"NaN"/],
  [{ PORT: '70000' }, /PORT must be 0 .* to 65535; it is "70000"/],
  [{ PORT: '1.5' }, /PORT must be a whole number/],
  [{ HOST: 'no spaces here' }, /HOST must be an address or host name/],
  [{ REDIS_URL: 'http://user:secret@cache' }, /REDIS_URL must start with redis:\/\//],
  [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL must be one of fatal, .*; it is "loud"/],
  [{ CATALOG_DIR: '/no/such/folder' }, /CATALOG_DIR must name a folder that exists/],
])('refuses %o and says why', (environment, says) => {
  expect(() => readConfig(environment)).toThrow(says);
});

it('never shows the password in a URL', () => {
  expect(() => readConfig({ REDIS_URL: 'http://user:secret@cache' })).not.toThrow(/secret/);
});

it('stops the start with the sentence and no stack', async () => {
  const { ended, output } = startProcess({ PORT: 'http' });
  expect(await ended).toBe(1);
  expect(output()).toMatch(/^mtls-doctor does not start\. The configuration is wrong:\n- PORT must be/);
  expect(output()).not.toMatch(/\n\s+at /);
});
