export function helmPath(major: 3 | 4): string;
