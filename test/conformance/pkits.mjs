// NIST's Public Key Interoperability Test Suite (PKITS): a folder with certs/ and crls/, as Debian's python3-cryptography-vectors carries it.
// The document that belongs to it says which inputs of RFC 5280, section 6.1.1, a test sets and what is to come out; where the name of the
// certificate says it and nothing is set, it is not repeated here.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const POLICY = '2.16.840.1.101.3.2.1.48.';
const ROOT = 'TrustAnchorRootCertificate';

/** Test, acceptable policies, what is demanded (e: an explicit policy, m: no mapping, a: no policy for any), whether the path is valid. */
const SETTINGS = `
ValidCertificatePathTest1 - e yes
ValidCertificatePathTest1 1 e yes
ValidCertificatePathTest1 2 e no
ValidCertificatePathTest1 12 e yes
AllCertificatesNoPoliciesTest2 - - yes
AllCertificatesNoPoliciesTest2 - e no
DifferentPoliciesTest3 - - yes
DifferentPoliciesTest3 - e no
DifferentPoliciesTest3 12 e no
DifferentPoliciesTest4 - - no
DifferentPoliciesTest5 - - no
OverlappingPoliciesTest6 - - yes
OverlappingPoliciesTest6 1 - yes
OverlappingPoliciesTest6 2 - no
DifferentPoliciesTest7 - - no
DifferentPoliciesTest8 - - no
DifferentPoliciesTest9 - - no
AllCertificatesSamePoliciesTest10 - - yes
AllCertificatesSamePoliciesTest10 1 - yes
AllCertificatesSamePoliciesTest10 2 - yes
AllCertificatesanyPolicyTest11 - - yes
AllCertificatesanyPolicyTest11 1 - yes
DifferentPoliciesTest12 - - no
AllCertificatesSamePoliciesTest13 1 - yes
AllCertificatesSamePoliciesTest13 2 - yes
AllCertificatesSamePoliciesTest13 3 - yes
AnyPolicyTest14 1 - yes
AnyPolicyTest14 2 - no
UserNoticeQualifierTest15 - - yes
UserNoticeQualifierTest16 - - yes
UserNoticeQualifierTest17 - - yes
UserNoticeQualifierTest18 1 - yes
UserNoticeQualifierTest18 2 - yes
UserNoticeQualifierTest19 - - yes
CPSPointerQualifierTest20 1 e yes
ValidPolicyMappingTest1 1 - yes
ValidPolicyMappingTest1 2 - no
ValidPolicyMappingTest1 - m no
InvalidPolicyMappingTest2 - - no
InvalidPolicyMappingTest2 - m no
ValidPolicyMappingTest3 1 - no
ValidPolicyMappingTest3 2 - yes
ValidPolicyMappingTest5 1 - yes
ValidPolicyMappingTest5 6 - no
ValidPolicyMappingTest6 1 - yes
ValidPolicyMappingTest6 6 - no
ValidPolicyMappingTest12 1 - yes
ValidPolicyMappingTest12 2 - yes
ValidPolicyMappingTest13 12 - yes
ValidPolicyMappingTest13 2 - no
inhibitAnyPolicyTest3 - - yes
inhibitAnyPolicyTest3 - a no`
  .trim()
  .split('\n')
  .map((line) => line.split(' '));

/** @returns whether a folder holds the suite */
export const isPkits = (folder) => existsSync(join(folder, 'certs', `${ROOT}.crt`)) && existsSync(join(folder, 'crls'));

/**
 * The suite as cases: each with the certificates and lists whose names lead up from the tested one.
 * @param inspect gives the report of `POST /certificates/inspect` for some bytes in base64
 */
export async function pkitsCases(folder, inspect) {
  const certificates = await readAll(join(folder, 'certs'), inspect, ({ certificates: [found] }) => found);
  const lists = await readAll(join(folder, 'crls'), inspect, ({ revocationLists: [found] = [] }) => found);
  const root = certificates.find(({ name }) => name === ROOT);
  return certificates.flatMap((leaf) => {
    const test = /^(.*)EE$/.exec(leaf.name)?.[1];
    if (!test) return [];
    const above = closure(leaf, certificates, lists);
    const rows = SETTINGS.filter(([name]) => name === test);
    const inputs = rows.length > 0 ? rows : [[test, '-', '-', test.startsWith('Valid') ? 'yes' : 'no']];
    return inputs.map(([, policies, demands, valid]) => ({
      id: `${test} ${policies} ${demands}`,
      expected: valid === 'yes',
      request: {
        leaf: { data: leaf.data },
        certificates: above.certificates.map(({ data }) => ({ data })),
        anchors: [{ data: root.data }],
        crls: above.lists.map(({ data }) => ({ data })),
        // All are valid then, but for those that are to be outdated.
        at: '2020-01-01T00:00:00Z',
        purpose: 'any',
        ...(policies !== '-' && { policies: [...policies].map((digit) => POLICY + digit) }),
        ...(demands.includes('e') && { requireExplicitPolicy: true }),
        ...(demands.includes('m') && { inhibitPolicyMapping: true }),
        ...(demands.includes('a') && { inhibitAnyPolicy: true }),
      },
    }));
  });
}

async function readAll(folder, inspect, pick) {
  const read = [];
  for (const file of readdirSync(folder).toSorted()) {
    const data = readFileSync(join(folder, file)).toString('base64');
    const found = pick(await inspect(data));
    if (found) read.push({ name: file.replace(/\.\w+$/, ''), data, subject: found.subject?.rfc4514, issuer: found.issuer.rfc4514 });
  }
  return read;
}

/** Names differ in case and blanks in some tests. */
const folded = (name) => name.toLowerCase().replaceAll(/[\s\\]/g, '');

/** Who issued it, and so on; lists by others are named in a certificate's extension only, so that their family is taken as a whole. */
function closure(leaf, certificates, lists) {
  const names = new Set();
  const taken = new Set();
  const wanted = [leaf];
  while (wanted.length > 0) {
    const { issuer, name } = wanted.pop();
    names.add(folded(issuer.trim()));
    for (const candidate of certificates) {
      const indirect = /indirect|cRLIssuer/i.test(name + leaf.name) && candidate.name.startsWith('indirectCRL');
      if (candidate === leaf || taken.has(candidate) || candidate.name.endsWith('EE')) continue;
      if (folded(candidate.subject) !== folded(issuer) && !indirect) continue;
      taken.add(candidate);
      wanted.push(candidate);
    }
  }
  for (const { subject } of taken) names.add(folded(subject));
  return {
    certificates: [...taken].filter(({ name }) => name !== ROOT),
    lists: lists.filter(({ issuer }) => names.has(folded(issuer))),
  };
}
