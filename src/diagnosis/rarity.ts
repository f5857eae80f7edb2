/**
 * @param stems of all texts, each once in a text
 * @param known how many stems there are
 * @returns by stem: how many texts have it
 */
export function frequenciesOf(stems: Int32Array, known: number): Int32Array {
  const frequency = new Int32Array(known);
  for (const stem of stems) frequency[stem] = (frequency[stem] as number) + 1;
  return frequency;
}

/**
 * How rare a word is: its inverse document frequency, smoothed (Manning, Raghavan, Schütze, "Introduction to Information Retrieval", section 6.2.1).
 * @param having how many texts have it
 * @param all how many texts there are
 */
export const rarityOf = (having: number, all: number): number => 1 + Math.log((1 + all) / (1 + having));
