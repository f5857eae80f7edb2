import { percent } from './percent.js';

it('gives whole percent, and never nothing for something', () => {
  expect([0, 0.0049, 0.005, 0.42, 1].map(percent)).toEqual(['0 %', '< 1 %', '1 %', '42 %', '100 %']);
});
