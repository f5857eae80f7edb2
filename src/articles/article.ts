/** A line of a section. */
export interface ArticleItem {
  /** What the line is about, where it has a name of its own. */
  name?: string;
  says: string;
  /** Where it leads. */
  url?: string;
  /** What belongs to it, each with its label. */
  more?: readonly (readonly [label: string, says: string])[];
}

/** A part of an article. */
export interface ArticleSection {
  heading: string;
  text?: string;
  /** Shown as it is, such as the text of a message. */
  verbatim?: readonly string[];
  items?: readonly ArticleItem[];
  /** Whether the order of the items counts. */
  ordered?: boolean;
}

/** A page of the knowledge, as every rendering shows it. Sections without anything in them are left out. */
export interface Article {
  title: string;
  sections: readonly ArticleSection[];
}

/** @returns the sections that say something */
export const told = ({ sections }: Article): ArticleSection[] =>
  sections.filter(({ text, verbatim = [], items = [] }) => text || verbatim.length > 0 || items.length > 0);
