import { Type } from 'class-transformer';
import { ArrayMinSize, IsArray, IsIn, IsOptional, IsString, Matches, ValidateNested } from 'class-validator';
import { Citation } from '../registry/citation.dto.js';
import { PRODUCT_IDS, type ProductId } from '../registry/products.js';
import { Step } from '../registry/step.dto.js';

/** A step of a set-up and how one sees that it worked. */
export class GuideStep extends Step {
  /** What is there afterwards. */
  @IsString()
  expect: string;

  /** The call of this service that proves it. */
  @IsOptional()
  @IsString()
  check?: string;
}

/** The prose of a guide in German; what is absent is shown in English. */
export class GuideProse {
  @IsOptional()
  @IsString()
  title?: string;

  @IsOptional()
  @IsString()
  summary?: string;

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  prerequisites?: string[];

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => GuideStep)
  steps?: GuideStep[];

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  rotation?: string[];

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  pitfalls?: string[];
}

/** A set-up from start to end. A file in guides/ is one of these. */
export class Guide {
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, { message: 'id is written in kebab-case' })
  id: string;

  @IsString()
  title: string;

  @IsArray()
  @ArrayMinSize(1)
  @IsIn(PRODUCT_IDS, { each: true })
  products: ProductId[];

  @IsString()
  summary: string;

  @IsArray()
  @IsString({ each: true })
  prerequisites: string[];

  @IsArray()
  @ArrayMinSize(2)
  @ValidateNested({ each: true })
  @Type(() => GuideStep)
  steps: GuideStep[];

  /** What to do when certificates are renewed. */
  @IsArray()
  @IsString({ each: true })
  rotation: string[];

  /** What goes wrong most often. */
  @IsArray()
  @IsString({ each: true })
  pitfalls: string[];

  /** The causes that the set-up prevents or mends. */
  @IsArray()
  @ArrayMinSize(1)
  @IsString({ each: true })
  causes: string[];

  /** The fact it was written from. */
  @IsOptional()
  @IsString()
  runbook?: string;

  @IsIn(['high', 'medium', 'low'])
  confidence: 'high' | 'medium' | 'low';

  @IsArray()
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  @Type(() => Citation)
  citations: Citation[];

  @IsOptional()
  @ValidateNested()
  @Type(() => GuideProse)
  de?: GuideProse;
}

/** A guide in a list. */
export class GuideInList {
  /** @example 'cloud-integration-to-s4hana-cloud' */
  id: string;

  title: string;

  products: ProductId[];
}

export class GuideList {
  items: GuideInList[];
}
