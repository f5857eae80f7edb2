export function explainedValues(text?: string): { path: string; value: string; says: string }[];
export function readmeWithValues(readme?: string): string;
