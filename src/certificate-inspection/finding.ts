import type { Citation } from '../registry/citation.dto.js';
import type { Certificate } from './certificate.js';
import type { Purpose } from './purpose.js';
import type { InputShape } from './reading/reading.js';

export type Severity = 'error' | 'warning' | 'notice';

/** What a finding may know besides the certificate. */
export interface Circumstances {
  /** Milliseconds since 1970. */
  now: number;
  purpose: Purpose;
  /** The name under which a server is called. */
  host?: string;
  /** Whether this is the certificate that the input is about, or one that stands above it. */
  role: 'leaf' | 'issuer';
  /** All certificates of the input, in its order. */
  all: readonly Certificate[];
  /** The others of them that lead from the leaf upwards, the leaf first. */
  path: readonly Certificate[];
  shape: InputShape;
}

/** One thing that can be wrong with a certificate, or worth knowing. One file each in `findings/`; the id is its name. */
export interface Finding {
  id: string;
  title: string;
  severity: Severity;
  /** Where it applies: to the certificate that is judged, to those above it, or to both. */
  role: 'leaf' | 'issuer' | 'any';
  /** Left out: for every purpose. */
  purposes?: readonly Purpose[];
  remedy: string;
  citation: Citation;
  /**
   * @returns what was seen in this certificate, or nothing when it is sound
   */
  find(certificate: Certificate, circumstances: Circumstances): string | undefined;
}
