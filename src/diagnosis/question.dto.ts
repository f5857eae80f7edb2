import { Type } from 'class-transformer';
import { ArrayMinSize, IsArray, IsIn, IsOptional, IsString, Matches, ValidateBy, ValidateNested } from 'class-validator';
import { Citation } from '../registry/citation.dto.js';
import { PRODUCT_IDS, type ProductId } from '../registry/products.js';

/** How the answer is found in one product. */
export class HowToAnswer {
  @IsIn(PRODUCT_IDS)
  product: ProductId;

  /** Click paths or commands, in order. */
  @IsArray()
  @ArrayMinSize(1)
  @IsString({ each: true })
  steps: string[];

  /** The steps in German. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  de?: string[];
}

/** Whole numbers from -40 to 40 by the ids of causes. */
const IsWeights = () =>
  ValidateBy({
    name: 'isWeights',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        Object.values(value).every((weight) => Number.isInteger(weight) && Math.abs(weight as number) <= MOST_WEIGHT),
      defaultMessage: () => `must give whole decibans of at most ${MOST_WEIGHT} by the ids of causes`,
    },
  });

const MOST_WEIGHT = 40;

/** One possible answer. */
export class Answer {
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, { message: 'id is written in kebab-case' })
  id: string;

  @IsString()
  label: string;

  /** The facts it stands for, besides `question:<question id>/<answer id>`. */
  @IsArray()
  @IsString({ each: true })
  facts: string[];

  /** What the answer itself says for or against causes, in decibans by the cause's id, besides what its facts say. */
  @IsOptional()
  @IsWeights()
  weights?: Record<string, number>;

  /** The label in German. */
  @IsOptional()
  @IsString()
  de?: string;
}

/** The prose of a question in German. */
export class QuestionProse {
  @IsString()
  ask: string;

  @IsOptional()
  @IsString()
  why?: string;
}

/** What to ask next where the evidence does not decide. A file in questions/ is one of these. */
export class Question {
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, { message: 'id is written in kebab-case' })
  id: string;

  @IsString()
  ask: string;

  @IsString()
  why: string;

  @IsArray()
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  @Type(() => HowToAnswer)
  how: HowToAnswer[];

  /** Asked only where one of these products, or one built on it, is at hand. */
  @IsOptional()
  @IsIn(PRODUCT_IDS, { each: true })
  products?: ProductId[];

  @IsArray()
  @ArrayMinSize(2)
  @ValidateNested({ each: true })
  @Type(() => Answer)
  answers: Answer[];

  @IsArray()
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  @Type(() => Citation)
  citations: Citation[];

  @IsOptional()
  @ValidateNested()
  @Type(() => QuestionProse)
  de?: QuestionProse;
}
