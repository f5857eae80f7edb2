/**
 * Goes on with a value: at once where it is there, later where it is only promised. A promise is waited for until others had their turn, which
 * takes longer than most of what is done here.
 * @param value or the promise of one
 * @param next what is made of it
 * @returns what `next` returns, or the promise of it
 */
export function goOn<T, R>(value: T | Promise<T>, next: (value: T) => R): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
