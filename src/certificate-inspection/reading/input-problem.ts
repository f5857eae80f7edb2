/** What an input may be refused for, in every operation that reads one. */
export const UNUSABLE = [
  'CERTIFICATE_UNREADABLE',
  'NO_CERTIFICATE_FOUND',
  'TOO_MANY_CERTIFICATES',
  'PASSWORD_REQUIRED',
  'WRONG_PASSWORD',
  'CONTAINER_DAMAGED',
  'CONTAINER_NOT_SUPPORTED',
  'CONTAINER_TOO_COSTLY',
  'BUSY',
] as const;

/** Why an input gave no certificate; published as `errorCode`. */
export type InputProblemCode = Exclude<(typeof UNUSABLE)[number], 'BUSY'> | 'PRIVATE_KEY_UNUSABLE';

/** An input that was understood and can't be used. Its message never holds a word of the input. */
export class InputProblem extends Error {
  /**
   * @param code permanent
   * @param detail what is wrong and how to mend it
   */
  constructor(
    readonly code: InputProblemCode,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}
