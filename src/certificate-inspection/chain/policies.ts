import { isSelfIssued, type Certificate } from '../certificate.js';
import { BudgetExceeded } from './signatures.js';

const ANY = '2.5.29.32.0';

/** The most policies and mappings of one certificate. */
const MOST = 1000;

/** What the caller demands of policies (RFC 5280, section 6.1.1, inputs c to f). */
export interface PolicyDemands {
  /** Acceptable policies; undefined for any. */
  policies?: readonly string[];
  requireExplicitPolicy?: boolean;
  inhibitPolicyMapping?: boolean;
  inhibitAnyPolicy?: boolean;
}

export interface PolicyFlaw {
  id: 'policy-missing' | 'policy-mapping-of-any';
  /** The place in the path. */
  at: number;
}

/** A policy that is valid down to some certificate. */
interface ValidPolicy {
  /** What the certificate below may call it. */
  expected: ReadonlySet<string>;
  /** The policies of the anchor's domain that it stems from, which the caller's are compared with. */
  roots: ReadonlySet<string>;
}

type Level = Map<string, ValidPolicy>;

/**
 * Processes the certificate policies of a path (RFC 5280, section 6.1). Instead of a tree, which grows beyond bounds, each policy keeps
 * whom it stems from (RFC 9618).
 * @param path the leaf first, without the anchor
 * @returns where a policy was demanded and none was left, or any policy was mapped; undefined when all is well
 * @throws BudgetExceeded
 */
export function policyFlawAt(path: readonly Certificate[], demands: PolicyDemands): PolicyFlaw | undefined {
  let valid: Level = new Map([[ANY, { expected: new Set([ANY]), roots: new Set([ANY]) }]]);
  // The counters say after how many more certificates a rule begins to hold.
  let explicit = demands.requireExplicitPolicy ? 0 : path.length + 1;
  let mapping = demands.inhibitPolicyMapping ? 0 : path.length + 1;
  let inhibitAny = demands.inhibitAnyPolicy ? 0 : path.length + 1;
  for (let at = path.length - 1; at >= 0; at--) {
    const certificate = path[at] as Certificate;
    const { policies = [], policyMappings = [], policyConstraints, inhibitAnyPolicy } = certificate;
    if (policies.length + policyMappings.length > MOST) throw new BudgetExceeded();
    const selfIssued = isSelfIssued(certificate);
    const above = valid;
    valid = allowed(above, policies, inhibitAny > 0 || (at > 0 && selfIssued));
    if (explicit === 0 && valid.size === 0) return { id: 'policy-missing', at };
    if (at === 0) {
      if (!selfIssued) explicit = Math.max(0, explicit - 1);
      if (policyConstraints?.requireExplicitPolicy === 0) explicit = 0;
      return explicit === 0 && !isAccepted(valid, demands.policies) ? { id: 'policy-missing', at } : undefined;
    }
    if (policyMappings.some(({ issuerDomain, subjectDomain }) => issuerDomain === ANY || subjectDomain === ANY))
      return { id: 'policy-mapping-of-any', at };
    map(valid, policyMappings, mapping > 0);
    if (!selfIssued) {
      explicit = Math.max(0, explicit - 1);
      mapping = Math.max(0, mapping - 1);
      inhibitAny = Math.max(0, inhibitAny - 1);
    }
    explicit = Math.min(explicit, policyConstraints?.requireExplicitPolicy ?? explicit);
    mapping = Math.min(mapping, policyConstraints?.inhibitPolicyMapping ?? mapping);
    inhibitAny = Math.min(inhibitAny, inhibitAnyPolicy ?? inhibitAny);
  }
  return undefined;
}

/** Section 6.1.3, step d. */
function allowed(above: Level, policies: readonly string[], anyCounts: boolean): Level {
  const expected = new Map<string, ReadonlySet<string>>();
  for (const { expected: names, roots } of above.values()) for (const name of names) expected.set(name, union(expected.get(name), roots));
  const any = above.get(ANY);
  const next: Level = new Map();
  const add = (policy: string, roots: ReadonlySet<string>) => next.set(policy, { expected: new Set([policy]), roots });
  for (const policy of policies) {
    if (policy === ANY) continue;
    const roots = expected.get(policy);
    if (roots) add(policy, roots);
    else if (any) add(policy, new Set([policy]));
  }
  if (policies.includes(ANY) && anyCounts) for (const [policy, roots] of expected) if (!next.has(policy)) add(policy, roots);
  return next;
}

/** The same set where nothing is added, so that a mapping of many to many stays small. */
function union(first: ReadonlySet<string> | undefined, second: ReadonlySet<string>): ReadonlySet<string> {
  if (!first || first === second) return second;
  return new Set([...first, ...second]);
}

/** Section 6.1.4, step b. */
function map(valid: Level, mappings: NonNullable<Certificate['policyMappings']>, counts: boolean): void {
  const targets = new Map<string, Set<string>>();
  for (const { issuerDomain, subjectDomain } of mappings)
    targets.set(issuerDomain, (targets.get(issuerDomain) ?? new Set()).add(subjectDomain));
  const any = valid.get(ANY);
  for (const [policy, expected] of targets) {
    const known = valid.get(policy);
    if (!counts) valid.delete(policy);
    else if (known) valid.set(policy, { ...known, expected });
    else if (any) valid.set(policy, { expected, roots: new Set([policy]) });
  }
}

/** Section 6.1.5, step g: what is left belongs to the caller's policies, or stands for any. */
function isAccepted(valid: Level, wanted: readonly string[] | undefined): boolean {
  if (!wanted || wanted.includes(ANY)) return valid.size > 0;
  return [...valid].some(([policy, { roots }]) => (policy === ANY ? wanted.length > 0 : wanted.some((each) => roots.has(each))));
}
