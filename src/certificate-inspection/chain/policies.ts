import { isSelfIssued, type Certificate } from '../certificate.js';

const ANY = '2.5.29.32.0';

/**
 * Processes the certificate policies of a path (RFC 5280, section 6.1, in the set form that RFC 9618 allows: only whether a policy is left matters,
 * since the caller asks for none in particular).
 * @param path the leaf first, without the anchor
 * @returns the place at which a policy was demanded and none was left, undefined when all is well
 */
export function policyFlawAt(path: readonly Certificate[]): number | undefined {
  let valid: ReadonlySet<string> = new Set([ANY]);
  // The counters say after how many more certificates a rule begins to hold.
  let [explicit, mapping, inhibitAny] = [path.length + 1, path.length + 1, path.length + 1];
  for (let at = path.length - 1; at >= 0; at--) {
    const certificate = path[at] as Certificate;
    const selfIssued = isSelfIssued(certificate);
    valid = allowed(valid, certificate, inhibitAny > 0 || (at > 0 && selfIssued));
    if (at === 0) {
      if (!selfIssued) explicit = Math.max(0, explicit - 1);
      if (certificate.policyConstraints?.requireExplicitPolicy === 0) explicit = 0;
      return explicit === 0 && valid.size === 0 ? 0 : undefined;
    }
    if (explicit === 0 && valid.size === 0) return at;
    valid = mapped(valid, certificate, mapping > 0);
    if (!selfIssued) {
      explicit = Math.max(0, explicit - 1);
      mapping = Math.max(0, mapping - 1);
      inhibitAny = Math.max(0, inhibitAny - 1);
    }
    explicit = Math.min(explicit, certificate.policyConstraints?.requireExplicitPolicy ?? explicit);
    mapping = Math.min(mapping, certificate.policyConstraints?.inhibitPolicyMapping ?? mapping);
    inhibitAny = Math.min(inhibitAny, certificate.inhibitAnyPolicy ?? inhibitAny);
  }
  return undefined;
}

function allowed(valid: ReadonlySet<string>, { policies = [] }: Certificate, anyCounts: boolean): Set<string> {
  const next = new Set(policies.filter((policy) => policy !== ANY && (valid.has(policy) || valid.has(ANY))));
  if (policies.includes(ANY) && anyCounts) for (const policy of valid) next.add(policy);
  return next;
}

function mapped(valid: ReadonlySet<string>, { policyMappings = [] }: Certificate, mappingCounts: boolean): ReadonlySet<string> {
  if (policyMappings.length === 0) return valid;
  const next = new Set(valid);
  for (const { issuerDomain } of policyMappings) next.delete(issuerDomain);
  if (mappingCounts) {
    for (const { issuerDomain, subjectDomain } of policyMappings) if (valid.has(issuerDomain) || valid.has(ANY)) next.add(subjectDomain);
  }
  return next;
}
