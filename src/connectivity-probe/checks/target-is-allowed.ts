import type { Check } from '../check.js';

export default {
  id: 'target-is-allowed',
  title: 'The target may be probed',
  severity: 'error',
  remedy:
    'Ask the operator of this service to name the host or its address range, with the port, in PROBE_ALLOW; or run the command of GET /probes/command inside the network and send its output to POST /probes/transcript.',
  citation: { title: 'RFC 6890, special-purpose addresses', url: 'https://www.rfc-editor.org/rfc/rfc6890', kind: 'standard' },
  look: ({ observation: { forbidden, source } }) =>
    source === 'live' ? { passed: !forbidden, says: forbidden ?? 'the policy allows it' } : undefined,
} satisfies Check;
