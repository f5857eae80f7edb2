import { ValidateBy } from 'class-validator';

/** A flat object of short texts, with at most so many keys. */
export const IsTexts = (most: number, longest: number) =>
  ValidateBy({
    name: 'isTexts',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.entries(value).length <= most &&
        Object.values(value).every((text) => typeof text === 'string' && text.length <= longest),
      defaultMessage: () => `must be an object of at most ${most} texts, each of at most ${longest} characters`,
    },
  });
