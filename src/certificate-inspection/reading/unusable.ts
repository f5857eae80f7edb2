import { isElement, type Block } from './find-blocks.js';
import { InputProblem } from './input-problem.js';
import type { Kind } from './recognise.js';

/** Why a PEM block gave nothing: empty, not what its label says, or cut off. */
export function damagedBlock({ bytes, label }: Block): InputProblem {
  if (bytes.length === 0) return new InputProblem('CERTIFICATE_UNREADABLE', `Between BEGIN and END of "${label}" stands no base64.`);
  if (bytes[0] !== 0x30)
    return new InputProblem(
      'CERTIFICATE_UNREADABLE',
      `The content of "${label}" does not begin as a certificate does (0x30 at byte 0). Copy it again from its source.`,
    );
  return new InputProblem(
    'CERTIFICATE_UNREADABLE',
    `The certificate is damaged: it is cut off at byte ${bytes.length}. Copy the whole text again from its source.`,
  );
}

const UNSUPPORTED: Partial<Record<Kind, string>> = {
  zip: 'This is a ZIP archive; unpack it and send the certificate inside.',
  gzip: 'This is a gzip archive; unpack it and send the certificate inside.',
  'openssh-key': 'This is a key of OpenSSH, which holds no certificate.',
};

/** Why bytes of a kind gave nothing, with how to get the certificate out of them. */
export function unsupported(kind: Kind, bytes: Buffer, label: string | undefined): InputProblem {
  const known = UNSUPPORTED[kind];
  if (known) return new InputProblem('CONTAINER_NOT_SUPPORTED', known);
  if (!isElement(bytes))
    return new InputProblem(
      'CERTIFICATE_UNREADABLE',
      `The data is damaged: it ends at byte ${bytes.length}, inside the first element. Copy or transfer it again, in binary mode.`,
    );
  return new InputProblem(
    'CERTIFICATE_UNREADABLE',
    `The data is well-formed, but it is no certificate and no container that is known here${label ? ' (its label says otherwise)' : ''}.`,
  );
}
