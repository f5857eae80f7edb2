import type { CauseIndex } from './cause-index.js';
import type { Fact } from './fact.js';
import { ALIKE_REPORTS } from './resemblance.js';
import { OTHER_WORDING, UNCLEAR_WORDING } from './wording.js';

/** Words weigh for causes whatever a text is about, since some report always shares a few. */
const SAYS_NOTHING_OF_THE_FIELD: ReadonlySet<string> = new Set([UNCLEAR_WORDING, ALIKE_REPORTS]);

/**
 * Whether what was said is of this field: a message of the catalogue and an answer always are. A status that speaks of a cause, a circumstance
 * that is not everyday and words of this field are, unless the whole text sounds like other trouble. A certificate that was given is not by itself.
 * @param said what was told, as against what was looked at
 * @param knowledge what speaks of causes, and which circumstances are everyday
 */
export function isComplaint(said: readonly Fact[], { index, everyday }: { index: CauseIndex; everyday: ReadonlySet<string> }): boolean {
  if (said.some(({ error, source, understood }) => (error && !understood) || source === 'answer')) return true;
  if (said.some(({ id }) => id === OTHER_WORDING)) return false;
  return said.some(({ id, source }) => {
    if (source === 'certificate' || id.startsWith('error:')) return false;
    if (id.startsWith('status:')) return index.signs.has(id);
    return !SAYS_NOTHING_OF_THE_FIELD.has(id) && !id.startsWith('product:') && !id.startsWith('direction:') && !everyday.has(id);
  });
}
