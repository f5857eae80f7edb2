// Three instances behind nginx with one Redis, under load: an instance is killed, Redis is killed and comes back, an instance is drained.
// No request that was accepted is lost, no 5xx but a 503 with Retry-After, and all recover by themselves. Wants nginx and redis-server.
// npm run build && node acceptance/chaos.mjs [requests a second, 100 by default]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ask,
  boundTo,
  expectThat,
  finish,
  freePort,
  load,
  pause,
  percentile,
  startInstance,
  startProgram,
  tally,
  until,
} from './harness.mjs';

boundTo(5);

const perSecond = Number(process.argv[2] ?? 100);
const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
const redisPort = await freePort();
const startRedis = () =>
  startProgram(
    'redis-server',
    ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
    async () => {
      const { connect } = await import('node:net');
      return new Promise((resolve) =>
        connect(redisPort, '127.0.0.1')
          .on('connect', function () {
            this.destroy();
            resolve(true);
          })
          .on('error', () => resolve(false)),
      );
    },
  );
const environment = { REDIS_URL: `redis://127.0.0.1:${redisPort}`, RATE_LIMIT: '1000000/60', SHUTDOWN_DELAY: '2', LOG_LEVEL: 'error' };
let redis = await startRedis();
const instances = await Promise.all([0, 1, 2].map(() => startInstance(environment)));
const front = await freePort();
// The operations are safe to repeat (a diagnosis changes nothing), so a request may go to the next instance when one dies under it.
writeFileSync(
  join(folder, 'nginx.conf'),
  `daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; worker_processes 1;
events { worker_connections 1024; }
http { access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  upstream doctor { ${instances.map(({ port }) => `server 127.0.0.1:${port} max_fails=1 fail_timeout=1s;`).join(' ')} keepalive 32; }
  server { listen 127.0.0.1:${front}; client_max_body_size 2m; client_body_buffer_size 2m;
    location / { proxy_pass http://doctor; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_connect_timeout 1s; proxy_read_timeout 10s;
      proxy_next_upstream error timeout non_idempotent; proxy_next_upstream_tries 3; } } }`,
);
const nginx = await startProgram('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], () =>
  ask(front, '/health/live').then(({ status }) => status === 200),
);
const ready = (instance) => ask(instance.port, '/health/ready').then(({ text }) => JSON.parse(text));

try {
  const flow = load(front, perSecond, 20);
  const log = (what) => console.log(`${(performance.now() / 1000).toFixed(1)} s: ${what}`);
  await pause(2000);
  log('kill -9 of the first instance');
  instances[0].child.kill('SIGKILL');
  await instances[0].exited;
  await pause(2000);
  log('the first instance is back');
  instances[0] = await startInstance({ ...environment, PORT: instances[0].port });
  await pause(1000);
  log('kill -9 of Redis');
  redis.child.kill('SIGKILL');
  await redis.exited;
  await until(async () => (await ready(instances[1])).status === 'degraded');
  await pause(2000);
  log('Redis is back');
  redis = await startRedis();
  await until(async () => (await Promise.all(instances.map(ready))).every(({ redis: state }) => state === 'up'));
  log('all instances have found it');
  log('SIGTERM to the second instance');
  instances[1].child.kill('SIGTERM');
  const [code] = await instances[1].exited;
  log(`it has drained, exit code ${code}`);
  instances[1] = await startInstance({ ...environment, PORT: instances[1].port });
  log('the second instance is back');
  const replies = await flow;
  const times = replies.map(({ took }) => took);
  console.log(`${replies.length} requests, p50 ${percentile(times, 0.5)} ms, p99 ${percentile(times, 0.99)} ms`, tally(replies));
  expectThat(
    'no request is lost',
    replies.every(({ status }) => status !== 0),
  );
  expectThat(
    'no 5xx but 503 with Retry-After',
    replies.every(({ status, retryAfter }) => status < 500 || (status === 503 && retryAfter !== undefined)),
  );
  expectThat('the drained instance ended by itself with 0', code === 0);
  expectThat(
    'all are well again',
    (await Promise.all(instances.map(ready))).every(({ status }) => status === 'ok'),
  );
  const last = await load(front, perSecond, 2);
  // A machine that is busy with other things may have an instance refuse some for load.
  expectThat(
    'and serve',
    last.every(({ status, retryAfter }) => status === 200 || (status === 503 && retryAfter !== undefined)) &&
      last.filter(({ status }) => status === 200).length >= last.length * 0.9,
    JSON.stringify(tally(last)),
  );
} finally {
  for (const { child } of [...instances, redis, nginx]) child.kill('SIGKILL');
  await pause(200);
  rmSync(folder, { recursive: true, force: true });
}
finish();
