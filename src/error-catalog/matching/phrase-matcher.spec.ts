import { describe, expect, it } from 'vitest';
import { foldText } from './fold.js';
import { GO_ON, PhraseMatcher } from './phrase-matcher.js';
import { phrasesOfCue } from './phrase.js';

/** Where a cue phrase is found in a text. */
function foundIn(text: string, notation: string): string[] {
  const found: string[] = [];
  const matcher = PhraseMatcher.of(phrasesOfCue(notation, 0));
  const folded = foldText(text);
  matcher.scan(folded, ({ start, end }) => {
    found.push(text.slice(folded.offsetOf(start), folded.offsetOf(end - 1) + 1));
    return GO_ON;
  });
  return found;
}

const FAR = ' and so on'.repeat(20);

describe('a phrase of several pieces', () => {
  it('is found where they stand together, whatever of it stood alone before', () => {
    const text = `the gateway,${FAR} refused,${FAR} the gateway${FAR}: the gateway then refused it`;
    expect(foundIn(text, 'gateway {} (refused|rejects)')).toEqual(['gateway then refused']);
  });

  it('is found where the piece before the rarest stood far away first', () => {
    const text = `we renewed it.${FAR} thumbprint,${FAR} thumbprint${FAR}, renewed its thumbprint`;
    expect(foundIn(text, '(renewed|replaced) {} thumbprint')).toEqual(['renewed its thumbprint']);
  });

  it('is found by its short words too, however they are parted', () => {
    expect(foundIn('Mit TLS 1.2 geht es', 'mit TLS {} (1.2|1.1)')).toEqual(['Mit TLS 1.2']);
    expect(foundIn('the handshake is o k', 'handshake {} (ok|good)')).toEqual(['handshake is o k']);
  });

  it('is found at the end of a text, and not in what the text before left behind', () => {
    expect(foundIn('the handshake with them fails now', 'handshake {} fails')).toEqual(['handshake with them fails']);
    expect(foundIn('the handshake with them', 'handshake {} fails')).toEqual([]);
    expect(foundIn('their handshake fails', 'handshake {} fails')).toEqual(['handshake fails']);
  });
});
