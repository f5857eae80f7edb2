import { Injectable } from '@nestjs/common';
import { join } from 'node:path';
import { Config } from '../config.js';
import { refused } from '../http/refused.js';
import { loadEntries, MODULES_FOLDER, refuse } from '../registry/load-entries.js';
import type { Language } from '../language.js';
import { lineOf, type ProductId } from '../registry/products.js';
import { Cause, signKey, type Remedy, type Sign } from './cause.dto.js';

/** The folder of the causes that ship with the service. */
export const CAUSES_FOLDER = join(MODULES_FOLDER, 'causes', 'entries');

/** Knows every cause there is. */
@Injectable()
export class CausesService {
  readonly causes: readonly Cause[];
  /** Of the text of each, so that a version can be made of them. */
  readonly digests: readonly string[];
  private readonly byId: ReadonlyMap<string, Cause>;

  constructor(config: Config) {
    const loaded = loadEntries(Cause, [CAUSES_FOLDER, ...(config.catalogDir ? [join(config.catalogDir, 'causes')] : [])]);
    refuse(loaded.flatMap(({ entry, path }) => faultsOf(entry).map((fault) => `${path}: ${fault}`)));
    this.causes = loaded.map(({ entry }) => entry);
    this.digests = loaded.map(({ digest }) => digest);
    this.byId = new Map(this.causes.map((cause) => [cause.id, cause]));
  }

  /** Takes over what another one has loaded, in one step. */
  become(other: CausesService): void {
    Object.assign(this, other);
  }

  /** @returns the cause, or undefined where there is none of that id */
  find(id: string): Cause | undefined {
    return this.byId.get(id);
  }

  /**
   * @returns the cause of that id, in German where it has German prose and that is wanted
   * @throws HttpException 404 where there is none
   */
  explain(id: string, language: Language): Cause {
    const cause = this.find(id);
    if (!cause) throw refused('CAUSE_NOT_FOUND', `There is no cause "${id.slice(0, 80)}"; GET /causes lists them.`);
    const { de, ...english } = cause;
    if (language === 'en' || !de) return english;
    return {
      ...english,
      ...de,
      signs: cause.signs.map((sign) => ({ ...sign, why: whyInGerman(cause, sign) ?? sign.why })),
      remedies: cause.remedies.map((remedy) => de.remedies?.find(({ product }) => product === remedy.product) ?? remedy),
    };
  }
}

/** @returns why a sign speaks for or against a cause, in German, where somebody has written it */
export const whyInGerman = ({ de }: Cause, sign: Sign): string | undefined => de?.signs?.[signKey(sign)];

function faultsOf({ remedies, signs }: Cause): string[] {
  const generic = remedies.filter(({ product }) => product === 'generic').length;
  return [
    ...(generic === 1 ? [] : [`remedies: give exactly one for the product "generic", not ${generic}.`]),
    ...signs
      .filter(({ fact, all, any }) => [fact, all, any].filter((given) => given !== undefined).length !== 1)
      .map((_, index) => `signs: number ${index + 1} must have exactly one of "fact", "all" and "any".`),
  ];
}

/**
 * The remedy for a product: its own, or that of the nearest parent that has one.
 * @param remedies the remedies of a cause, with one for `generic`
 * @returns the remedy; the generic one in the end
 */
export function remedyFor(remedies: readonly Remedy[], product: ProductId): Remedy | undefined {
  for (const id of lineOf(product)) {
    const remedy = remedies.find((candidate) => candidate.product === id);
    if (remedy) return remedy;
  }
  return undefined;
}
