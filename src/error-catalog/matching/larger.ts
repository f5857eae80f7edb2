/**
 * @param numbers that need more room
 * @param room for so many
 * @returns an array that begins with them
 */
export function larger(numbers: Int32Array, room: number): Int32Array<ArrayBuffer> {
  const array = new Int32Array(room);
  array.set(numbers);
  return array;
}
