// What the tests need beside Node: installed where that is possible, else named in one message that fails the run.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs by the Debian package that brings them. */
const NEEDED = [
  { programs: ['redis-server', 'valkey-server'], debian: 'redis-server', unless: process.env.TEST_REDIS_URL },
  { programs: ['openssl'], debian: 'openssl' },
  { programs: ['nginx'], debian: 'nginx-light' },
  { programs: ['haproxy'], debian: 'haproxy' },
  { programs: ['keytool'], debian: 'default-jre-headless' },
  { programs: ['/usr/share/java/bcprov.jar'], debian: 'libbcprov-java', unless: process.env.BCPROV_JAR },
  { programs: ['apache2', 'httpd'], debian: 'apache2' },
  { programs: ['gnutls-cli'], debian: 'gnutls-bin' },
  { programs: ['curl'], debian: 'curl' },
  // For npm run acceptance only.
  ...(process.env.SUITE === 'acceptance'
    ? [
        { programs: ['java'], debian: 'default-jdk-headless' },
        { programs: ['chromium'], debian: 'chromium' },
      ]
    : []),
];

const found = (program) =>
  program.startsWith('/')
    ? existsSync(program)
    : `${process.env.PATH}${delimiter}/usr/sbin`.split(delimiter).some((folder) => runs(join(folder, program)));
const runs = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
const absent = () => NEEDED.filter(({ programs, unless }) => !unless && !programs.some(found));

let missing = absent();
if (missing.length > 0 && found('apt-get')) {
  const root = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const packages = missing.map(({ debian }) => debian);
  console.log(`Installing ${packages.join(', ')} ...`);
  for (const command of [
    ['apt-get', 'update', '-q'],
    ['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...packages],
  ]) {
    const [program, ...rest] = [...root, ...command];
    spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  }
  missing = absent();
}
if (missing.length > 0) {
  console.error(
    `The tests need ${missing.map(({ programs }) => programs.join(' or ')).join(', ')}, which is not here and could not be installed. On macOS: brew install redis openssl. Elsewhere install the packages, or set TEST_REDIS_URL.`,
  );
  process.exit(1);
}
console.log(`Tests use ${execFileSync('openssl', ['version'], { encoding: 'utf8' }).trim()}, Node ${process.version}.`);
