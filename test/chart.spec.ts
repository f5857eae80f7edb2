import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { PROBLEM_CODES } from '../src/http/problem-codes.js';
import { readWatchList } from '../src/watch/watch-list.js';
import { explainedValues, readmeWithValues } from '../tools/chart-readme.mjs';
import { helmPath } from '../tools/get-helm.mjs';
import { startService } from './service.js';

interface Container {
  env: { name: string; value?: string }[];
  image: string;
  securityContext: object;
  volumeMounts?: { name: string }[];
}
interface Document {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels: Record<string, string> };
  spec: {
    template: {
      metadata: { labels: Record<string, string> };
      spec: {
        containers: Container[];
        volumes?: { name: string }[];
        automountServiceAccountToken: boolean;
        terminationGracePeriodSeconds: number;
      };
    };
    selector: { matchLabels: Record<string, string> };
    egress: { to?: { ipBlock?: { cidr: string; except?: string[] } }[] }[];
    groups: { rules: { alert: string; expr: string }[] }[];
    replicas?: number;
  };
  data: Record<string, string>;
}

const helm = (major: 3 | 4, ...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(helmPath(major), words, { encoding: 'utf8' });
  return { status, stdout, stderr };
};
const PROFILES = ['default', ...readdirSync('helm/ci').map((file) => file.replace('.yaml', ''))];
const valuesOf = (profile: string) => (profile === 'default' ? [] : ['--values', `helm/ci/${profile}.yaml`]);
const rendered = new Map<string, Document[]>();

function render(profile: string, major: 3 | 4 = 4): Document[] {
  const { status, stdout, stderr } = helm(major, 'template', 'doctor', 'helm', '--namespace', 'ns', ...valuesOf(profile));
  expect([status, stderr.replaceAll(/^.*WARN.*$/gm, '').trim()]).toEqual([0, '']);
  return parseAllDocuments(stdout).flatMap((document) => (document.toJS() as Document | null) ?? []);
}
const documents = (profile: string) => {
  const known = rendered.get(profile) ?? render(profile);
  rendered.set(profile, known);
  return known;
};
const one = (profile: string, kind: string) => {
  const [found, ...others] = documents(profile).filter(
    (document) => document.kind === kind && !/-(?:redis|watch)$/.test(document.metadata.name),
  );
  if (!found || others.length > 0) throw new Error(`${profile} has ${others.length + (found ? 1 : 0)} of ${kind}`);
  return found;
};

describe.each([3, 4] as const)('Helm %i', (major) => {
  it('lints the chart', () => {
    expect(helm(major, 'lint', '--strict', 'helm')).toMatchObject({ status: 0 });
  });

  it.each(PROFILES)('renders the profile %s, the same as the other Helm', (profile) => {
    expect(render(profile, major)).toEqual(documents(profile));
  });

  it.each([
    ['an unknown value', 'replicas=3', /replicas/],
    ['an unknown value deep inside', 'config.colour=red', /colour/],
    ['a number as text', 'replicaCount=two', /replicaCount/],
    ['a negative number', 'replicaCount=-1', /replicaCount/],
    ['a port that is none', 'service.port=70000', /port/],
    ['a kind of service that is none', 'service.type=Public', /type/],
    ['a log level that is none', 'config.logLevel=loud', /logLevel/],
    ['a rate that is none', 'config.rateLimit=fast', /rateLimit/],
    ['an origin with a path', 'config.corsOrigins={https://a.example/path}', /corsOrigins/],
    ['a proxy that is no address', 'config.trustedProxies={my-proxy}', /trustedProxies/],
    ['a digest that is none', 'image.digest=latest', /digest/],
    ['a Redis of another protocol', 'redis.url=http://redis', /url/],
    ['an issuer without an audience', 'access.oidc.issuer=https://issuer.example', /audience/],
    ['an Ingress without a host', 'ingress.enabled=true', /hosts/],
    ['a route without a gateway', 'gateway.enabled=true', /parentRefs/],
    ['to run as root', 'podSecurityContext.runAsUser=0', /runAsUser/],
    ['more rights', 'securityContext.allowPrivilegeEscalation=true', /allowPrivilegeEscalation/],
    ['a credential without a Secret', 'credentials[0].name=a', /secretName/],
    ['a credential whose name is a path', 'credentials[0].name=../a,credentials[0].secretName=b', /name/],
    ['a watched target without a host', 'watch.targets[0].name=a', /host/],
    ['a watched target with a key', 'watch.targets[0].host=a,watch.targets[0].key=b', /key/],
    ['a collector without a protocol', 'tracing.endpoint=collector:4318', /endpoint/],
    ['two watch lists at once', 'watch.targets[0].host=a,watch.existingConfigMap=b', /exclude each other/],
    ['two Redis at once', 'redis.url=redis://a,redis.bundled.enabled=true', /exclude each other/],
  ])('refuses %s', (_, value, says) => {
    const { status, stderr } = helm(major, 'template', 'doctor', 'helm', '--set', value);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(says);
  });
});

it('every document is what Kubernetes takes: right types, nothing missing, no unknown field', () => {
  const packageOf = (group: string) =>
    group === 'gateway.networking.k8s.io'
      ? `@kubernetes-models/gateway-api/${group}`
      : group === 'monitoring.coreos.com'
        ? `@kubernetes-models/prometheus-operator/${group}`
        : `kubernetes-models/${group}`;
  const all = PROFILES.flatMap((profile) => documents(profile));
  const typed = (list: readonly Document[]) =>
    list
      .map((document, at) => {
        const [version, group] = document.apiVersion.split('/').toReversed();
        const from = group ? `${packageOf(group)}/${version}` : `kubernetes-models/${version}`;
        return `import type { I${document.kind} as T${at} } from '${from}';\nexport const document${at}: T${at} = ${JSON.stringify(document)};\n`;
      })
      .join('');
  const folder = join('node_modules', '.cache', 'chart');
  mkdirSync(folder, { recursive: true });
  const faultsOf = (name: string, list: readonly Document[]) => {
    const path = join(folder, name);
    writeFileSync(path, typed(list));
    const program = ts.createProgram([path], {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: [],
    });
    return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  };
  expect(faultsOf('rendered.ts', all)).toEqual([]);
  // The check itself: a misspelt field is found.
  const spoilt = JSON.parse(JSON.stringify(documents('small')).replace('"containers"', '"containerz"')) as Document[];
  expect(faultsOf('spoilt.ts', spoilt).join()).toContain('containerz');
});

describe('the documents', () => {
  it('have what each profile asks for', () => {
    const kinds = (profile: string) =>
      documents(profile)
        .map(({ kind }) => kind)
        .toSorted();
    expect(kinds('small')).toEqual(['Deployment', 'Pod', 'Service']);
    expect(kinds('default')).toEqual(['Deployment', 'NetworkPolicy', 'Pod', 'PodDisruptionBudget', 'Service', 'ServiceAccount']);
    expect(kinds('production')).toEqual([
      'ConfigMap',
      'ConfigMap',
      'Deployment',
      'HorizontalPodAutoscaler',
      'Ingress',
      'NetworkPolicy',
      'Pod',
      'PodDisruptionBudget',
      'PrometheusRule',
      'Service',
      'ServiceAccount',
      'ServiceMonitor',
    ]);
    expect(kinds('gateway').filter((kind) => kind === 'HTTPRoute' || kind === 'Deployment')).toEqual([
      'Deployment',
      'Deployment',
      'HTTPRoute',
    ]);
    expect(one('production', 'Deployment').spec).not.toHaveProperty('replicas');
  });

  it.each(PROFILES)('%s keeps to the restricted profile and mounts no token', (profile) => {
    for (const { spec } of documents(profile).filter(({ kind }) => kind === 'Deployment')) {
      const { containers, automountServiceAccountToken, ...pod } = spec.template.spec;
      expect(automountServiceAccountToken).toBe(false);
      expect(pod).toMatchObject({ securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } });
      for (const { securityContext } of containers) {
        expect(securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
      }
    }
  });

  it.each(PROFILES)('%s is found by its own selectors', (profile) => {
    const { spec } = one(profile, 'Deployment');
    expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
    expect(one(profile, 'Service').spec.selector).toEqual(spec.selector.matchLabels);
  });

  it('a volume is there for each mount, and each mount for a variable', () => {
    const { containers, volumes = [], terminationGracePeriodSeconds } = one('production', 'Deployment').spec.template.spec;
    const [{ volumeMounts = [], env, image }] = containers as [Container];
    expect(volumeMounts.map(({ name }) => name).toSorted()).toEqual(volumes.map(({ name }) => name).toSorted());
    expect(env.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'API_KEYS_FILE',
        'CREDENTIALS_DIR',
        'TRUST_DIR',
        'CATALOG_DIR',
        'OIDC_ISSUER',
        'REDIS_URL',
        'RATE_LIMIT',
        'PROBE_ALLOW',
        'WATCH_FILE',
        'NODE_EXTRA_CA_CERTS',
      ]),
    );
    expect(image).toMatch(/@sha256:a{64}$/);
    expect(terminationGracePeriodSeconds).toBe(10 + 20 + 5);
  });

  it('set only what the service reads, and the service takes it', async () => {
    const { readConfig } = await import('../src/config.js');
    const read = readFileSync('src/config.ts', 'utf8');
    for (const profile of PROFILES) {
      const { env } = one(profile, 'Deployment').spec.template.spec.containers[0] ?? { env: [] };
      const names = env.map(({ name }) => name).filter((name) => !/^(?:NODE_|OTEL_RESOURCE_)/.test(name));
      expect(names.filter((name) => !read.includes(`environment['${name}']`))).toEqual([]);
      const given = Object.fromEntries(env.filter(({ name }) => !name.endsWith('_DIR')).map(({ name, value }) => [name, value]));
      expect(() => readConfig(given)).not.toThrow();
    }
  });

  it('the watch list is one that the service takes', () => {
    const list = documents('production').find(({ metadata }) => metadata.name.endsWith('-watch'))?.data['watch.yaml'] ?? '';
    expect(readWatchList(list)).toMatchObject({
      interval: 600,
      warnDays: 30,
      targets: [{ name: 'S/4 production', credential: 's4-inbound' }, { name: 'my300000.s4hana.cloud.sap:443' }],
    });
  });

  it('the network policy opens the ranges that may be probed and no other private one', () => {
    const blocks = (profile: string) =>
      one(profile, 'NetworkPolicy').spec.egress.flatMap(({ to = [] }) => to.flatMap(({ ipBlock }) => ipBlock?.cidr ?? []));
    expect(blocks('default')).toEqual(['0.0.0.0/0', '2000::/3']);
    expect(blocks('production')).toEqual(['0.0.0.0/0', '2000::/3', '10.1.0.0/16', '10.2.3.4/32', 'fd00:1::/32', '10.9.0.0/24']);
  });

  it('rules and dashboard use metrics that the service has', async () => {
    const { app, http } = await startService();
    const { text } = await http.get('/metrics');
    await app.close();
    const known = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const expressions = [
      ...one('production', 'PrometheusRule').spec.groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
      ...[...(one('production', 'ConfigMap').data['mtls-doctor.json'] ?? '').matchAll(/"expr": ?("(?:[^"\\]|\\.)*")/g)].map(
        ([, expr]) => JSON.parse(expr ?? '""') as string,
      ),
    ];
    expect(expressions.length).toBeGreaterThan(15);
    const used = new Set(
      expressions.flatMap((expression) =>
        [...expression.matchAll(/\b((?:mtls_doctor|http|nodejs|process)_\w+)/g)].map(([, name = '']) =>
          name.replace(/_(?:bucket|sum|count)$/, ''),
        ),
      ),
    );
    expect([...used].filter((name) => !known.has(name))).toEqual([]);
    const codes = expressions.flatMap((expression) => [...expression.matchAll(/error_code!?="(\w+)"/g)].map(([, code]) => code));
    expect(codes.filter((code) => !(String(code) in PROBLEM_CODES))).toEqual([]);
  });
});

it('every value is explained, and the README has them all', () => {
  expect(explainedValues().filter(({ says }) => says === '')).toEqual([]);
  expect(readFileSync('helm/README.md', 'utf8')).toBe(readmeWithValues());
});
