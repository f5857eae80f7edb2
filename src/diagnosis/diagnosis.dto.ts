import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { ComparisonReport } from '../certificate-inspection/comparison.dto.js';
import { InspectedCertificate } from '../certificate-inspection/inspection.dto.js';
import { HOPS, type Hop } from '../causes/cause.dto.js';
import { ProbeReport } from '../connectivity-probe/probe-report.dto.js';
import { ProbeRequest } from '../connectivity-probe/probe-request.dto.js';
import { LONGEST_TEXT } from '../error-catalog/error-catalog.dto.js';
import type { Rendering } from '../http/renderings.js';
import { Citation } from '../registry/citation.dto.js';
import { IsTexts } from '../registry/is-texts.js';
import { Step } from '../registry/step.dto.js';

export class GivenCertificate {
  /** PEM, a single line, or base64 of DER, PKCS#7, PKCS#12, JKS. */
  @IsString()
  @MaxLength(LONGEST_TEXT)
  data: string;

  /** What it is to the failing connection; `expected` is the one that is registered at the other side. */
  @IsOptional()
  @IsIn(['client', 'server', 'expected', 'issuer'])
  role?: 'client' | 'server' | 'expected' | 'issuer';

  /** For a container; used for this request only. */
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  password?: string;

  /** How the reply shall call it. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  label?: string;
}

/** An HTTP response that the user saw. */
export class GivenHttp {
  /** @example 401 */
  @IsOptional()
  @IsInt()
  @Min(100)
  @Max(599)
  status?: number;

  @IsOptional()
  @IsTexts(100, 8192)
  headers?: Record<string, string>;

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_TEXT)
  body?: string;
}

export class DiagnoseRequest {
  /** What the user pasted: ticket, log, trace, HTTP response, a certificate in the middle of it all. @example 'Missing credential. Specify SSL client PSE used for authentication. Message no. WSS040' */
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_TEXT)
  text?: string;

  /** A hint: the product in which it was seen; unknown ones are ignored with a warning. @example 'abap' */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  product?: string;

  /** A hint: inbound or outbound, seen from the SAP system. @example 'outbound' */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  direction?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => GivenCertificate)
  certificates?: GivenCertificate[];

  @IsOptional()
  @ValidateNested()
  @Type(() => GivenHttp)
  http?: GivenHttp;

  /** Also look at the live endpoint. Takes the scope `probe` where access is configured, and at most 1,200 ms unless `timeoutMs` says otherwise. */
  @IsOptional()
  @ValidateNested()
  @Type(() => ProbeRequest)
  target?: ProbeRequest;

  /** Answers to questions of an earlier reply, by the question's id. @example { "which-side-wrote-the-log": "server" } */
  @IsOptional()
  @IsTexts(100, 100)
  answers?: Record<string, string>;

  /** Output of openssl s_client, curl -v, javax.net.debug, gnutls-cli, or an ICM trace, if it is not inside the text. */
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_TEXT)
  transcript?: string;

  /** How many causes the reply names. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(20)
  maxCauses?: number;
}

/** One thing that was seen, and what it says for or against a cause. */
export class EvidenceReport {
  /** @example 'error:WSS040' */
  fact: string;

  source: 'text' | 'transcript' | 'http' | 'certificate' | 'probe' | 'answer' | 'hint';

  /** The words it was seen in. */
  excerpt?: string;

  /** Where they begin in the source, in characters (UTF-16) from 0. */
  offset?: number;

  length?: number;

  /** Decibans: 10 means ten times as probable under this cause as elsewhere. What repeats another message counts less. */
  weight: number;

  says: string;
}

export class DiagnosedCause {
  /** @example 'pse-or-keystore-missing' */
  id: string;

  title: string;

  hop: Hop;

  /** From 0 to 1; what is missing to 1 over all causes shown stands in `rest`. */
  probability: number;

  explanation: string;

  /** The strongest first; the weights add up to what raised or lowered the cause from its prior. */
  evidence: EvidenceReport[];

  /** How to mend it, in the product at hand. */
  steps: Step[];

  /** How to see that it is mended. */
  verify: string[];

  citations: Citation[];
}

/** What is known of one stage of the connection. */
export class PathReport {
  hop: 'client' | 'proxy' | 'server' | 'user-mapping';

  /** Whether what was seen proves that this stage works; it breaks at one stage at most. */
  proof: 'holds' | 'breaks' | 'unknown';

  says: string;

  /** The facts it rests on. */
  evidence: string[];
}

/** What will become of the certificate at the target, said before it was shown to it. */
export class PredictionReport {
  verdict: 'refused' | 'not-asked' | 'nothing-against-it';

  says: string;

  /** The facts it rests on. */
  evidence: string[];
}

export class DiagnosedError {
  /** @example 'WSS040' */
  id: string;

  title: string;

  excerpt: string;

  offset: number;

  length: number;

  parameters: Record<string, string>;
}

export class AnswerReport {
  id: string;

  label: string;
}

export class QuestionReport {
  /** The key for `answers` of the next request. @example 'which-side-wrote-the-log' */
  id: string;

  ask: string;

  why: string;

  /** How to find the answer: click paths or commands, in order. */
  how: string[];

  answers: AnswerReport[];

  /** The leading causes that the answer tells apart. */
  separates: string[];
}

export class GuideSummary {
  id: string;

  title: string;
}

/** A certificate of the request, described and judged. */
export class LookedAtCertificate extends InspectedCertificate {
  /** Absent for one in the text that does not say whose it is. */
  role?: 'client' | 'server' | 'expected' | 'issuer';

  /** As the caller called it. */
  label?: string;
}

export class DiagnosisReport {
  /** identified: the first cause has 0.8 or more and a conclusive sign; likely: 0.5 or more; no-match: nothing of this field in it, or all that was looked at is sound. */
  verdict: 'identified' | 'likely' | 'uncertain' | 'no-match';

  /** One or two sentences for a person. */
  summary: string;

  /** The most probable first. */
  causes: DiagnosedCause[];

  /** What the causes not shown, and something else altogether, share. */
  rest: number;

  /** Client, proxy, server, user mapping: what is known of each and where the proof breaks. */
  path: PathReport[];

  /** The known messages in the text. */
  errors: DiagnosedError[];

  /** The most informative first. */
  questions: QuestionReport[];

  guides: GuideSummary[];

  /** The certificates that were given, stand in the text or are shown to the target, with findings. */
  certificates?: LookedAtCertificate[];

  /** The client certificate against the expected one, when both are there. */
  comparison?: ComparisonReport;

  /** What the look at `target` showed. */
  probe?: ProbeReport;

  /** What will become of the client certificate at the target, where it was not sent. */
  prediction?: PredictionReport;

  /** What the transcript says, step by step, judged like a look of our own. */
  transcript?: ProbeReport;

  /** What of the request was ignored, and why. */
  warnings: string[];

  /** Changes whenever the knowledge does. */
  catalogVersion: string;
}

/** The hops of causes in the order of the connection. */
export const PATH: readonly (readonly [PathReport['hop'], Hop])[] = [
  ['client', HOPS[0]],
  ['proxy', HOPS[1]],
  ['server', HOPS[2]],
  ['user-mapping', HOPS[3]],
];

export const RENDERINGS = ['json', 'markdown', 'text', 'slack', 'adaptive-card'] as const satisfies readonly Rendering[];

export class RenderingChoice {
  /** The form of the reply; without it the Accept header decides (application/json, text/markdown, text/plain). */
  @IsOptional()
  @IsIn(RENDERINGS)
  format?: Rendering;

  /** The language of the prose; without it Accept-Language decides. */
  @IsOptional()
  @IsIn(['en', 'de'])
  lang?: 'en' | 'de';
}
