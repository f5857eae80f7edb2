import { freePort, startProcess, startService, until } from './service.js';

const { app, http } = await startService();
afterAll(() => app.close());

/** The samples of one family: labels as they stand, to value. */
async function samples(name: string): Promise<Record<string, number>> {
  const { text, headers } = await http.get('/metrics');
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  return Object.fromEntries(
    [...text.matchAll(new RegExp(`^${name}(\\{.*\\})? (\\S+)$`, 'gm'))].map(([, labels = '', value]) => [labels, Number(value)]),
  );
}

it('counts requests by the pattern of their route, whatever was asked for', async () => {
  for (const path of ['/errors/WSS040', '/errors/NO-SUCH-THING', '/errors/another', '/nowhere', '/elsewhere/x']) await http.get(path);
  const requests = await samples('http_requests_total');
  expect(requests).toMatchObject({
    '{method="GET",route="/errors/:id",status="200"}': 1,
    '{method="GET",route="/errors/:id",status="404"}': 2,
    '{method="any",route="none",status="404"}': 2,
  });
});

it('counts verdicts and causes, in every rendering', async () => {
  for (const accept of ['application/json', 'text/markdown'])
    await http.post('/diagnose').set('accept', accept).send({ text: 'Message no. WSS040' });
  await http.post('/diagnose').send({ text: 'hello' });
  expect(await samples('mtls_doctor_diagnoses_total')).toMatchObject({ '{verdict="no-match"}': 1 });
  expect(Object.values(await samples('mtls_doctor_causes_total')).reduce((sum, count) => sum + count, 0)).toBe(2);
});

it('counts refusals by code', async () => {
  await http.post('/diagnose').send({ nonsense: 1 });
  expect(await samples('mtls_doctor_refusals_total')).toMatchObject({ '{error_code="VALIDATION_FAILED"}': 1 });
});

it('times requests and watches the process', async () => {
  expect(await samples('http_request_duration_seconds_count')).toHaveProperty(['{method="POST",route="/diagnose"}']);
  expect(await samples('nodejs_eventloop_lag_p99_seconds')).toHaveProperty(['']);
  expect(await samples('process_resident_memory_bytes')).toHaveProperty(['']);
  expect((await samples('http_requests_in_flight'))['']).toBe(1);
  expect(await samples('mtls_doctor_redis_up')).toEqual({});
});

it('shows nothing of what was pasted', async () => {
  await http.post('/diagnose').send({ text: 'Message no. WSS040 for the user HUGO-SECRET' });
  expect((await http.get('/metrics')).text).not.toContain('HUGO');
});

it('counts and times looks at servers, and says in the log who looked at what', async () => {
  const port = await freePort();
  const { output, child } = startProcess({ PORT: String(port), PROBE_ALLOW: '127.0.0.0/8' });
  const url = `http://127.0.0.1:${port}`;
  await until(() =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  const probe = (body: object) =>
    fetch(`${url}/probes`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  await probe({ host: '127.0.0.1', port: 1, timeoutMs: 1000 });
  await probe({ host: '127.0.0.1', port: 1, timeoutMs: 1000 });
  await probe({ host: '10.0.0.1' });
  await probe({ host: 'x\n{"forged":1}', credential: 'none' });
  await probe({ host: '127.0.0.1', port: 1, certificate: { data: 'HUGO-SECRET' } });
  const text = await fetch(`${url}/metrics`).then((reply) => reply.text());
  expect(text).toContain('mtls_doctor_probes_total{outcome="unreachable"} 2');
  expect(text).toContain('mtls_doctor_cache_requests_total{result="hit"} 1');
  expect(text).toContain('mtls_doctor_probe_phase_seconds_count{phase="tcp"} 1');
  expect(text).toContain('mtls_doctor_queue_running{queue="looks"} 0');
  expect(text).toContain('mtls_doctor_queue_waiting{queue="looks"} 0');
  // Whoever asks, and by whichever operation, is named.
  const named = { host: '127.0.0.1', port: 1, timeoutMs: 1000 };
  const post = (path: string, body: object) =>
    fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  await fetch(`${url}/probe?target=127.0.0.1:2`);
  await post('/diagnose', { text: 'HTTP 401', target: { ...named, port: 3 } });
  await post('/probes/batch', { targets: [{ ...named, port: 4 }] });
  await until(() => output().includes('127.0.0.1:4"'));
  const lines = output()
    .split('\n')
    .flatMap((line) => (line.includes('"Audit"') ? [(JSON.parse(line) as { params: object }).params] : []));
  expect(lines).toMatchObject([
    { caller: 'anonymous:127.0.0.1', target: '127.0.0.1:1', outcome: 'unreachable', cached: false },
    { caller: 'anonymous:127.0.0.1', target: '127.0.0.1:1', outcome: 'unreachable', cached: true },
    { target: '10.0.0.1:443', outcome: 'forbidden-by-policy' },
    { target: 'no host:443', outcome: 'VALIDATION_FAILED' },
    { target: '127.0.0.1:1', certificate: 'inline', outcome: expect.stringMatching(/^[A-Z_]+$/) },
    ...[2, 3, 4].map((refusing) => ({ caller: 'anonymous:127.0.0.1', target: `127.0.0.1:${refusing}`, outcome: 'unreachable' })),
  ]);
  expect(output()).not.toContain('HUGO');
  child.kill('SIGKILL');
});
