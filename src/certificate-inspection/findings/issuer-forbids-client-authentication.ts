import { isSelfIssued } from '../certificate.js';
import { usageName } from '../describe-certificate.js';
import { rfc4514 } from '../names/spellings.js';
import type { Finding } from '../finding.js';
import { CLIENT_PURPOSES } from '../purpose.js';

export default {
  id: 'issuer-forbids-client-authentication',
  title: 'An issuer above it is limited to other usages',
  severity: 'error',
  role: 'leaf',
  purposes: CLIENT_PURPOSES,
  remedy: 'Get a certificate from an authority whose own certificate has no extended key usage or names clientAuth.',
  citation: {
    title: 'Chrome Root Program Policy 1.8 and RFC 5280, section 4.2.1.12',
    url: 'https://googlechrome.github.io/chromerootprogram/',
    kind: 'page',
  },
  find: (certificate, { path }) => {
    const limited = path.find(
      (issuer, at) =>
        at > 0 &&
        !isSelfIssued(issuer) &&
        issuer.extendedKeyUsage &&
        !issuer.extendedKeyUsage.includes('1.3.6.1.5.5.7.3.2') &&
        !issuer.extendedKeyUsage.includes('2.5.29.37.0'),
    );
    return path[0] === certificate && limited
      ? `${rfc4514(limited.subject)} names only ${limited.extendedKeyUsage?.map(usageName).join(', ')}.`
      : undefined;
  },
} satisfies Finding;
