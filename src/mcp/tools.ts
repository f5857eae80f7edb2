import { articleMarkdown } from '../articles/markdown.js';
import { CompareRequest, ComparisonReport } from '../certificate-inspection/comparison.dto.js';
import { InspectionReport, InspectRequest } from '../certificate-inspection/inspection.dto.js';
import { ProbeReport } from '../connectivity-probe/probe-report.dto.js';
import { ProbeRequest, TranscriptRequest } from '../connectivity-probe/probe-request.dto.js';
import { DiagnosisReport } from '../diagnosis/diagnosis.dto.js';
import { guidePage } from '../diagnosis/guide-page.js';
import { Guide } from '../diagnosis/guide.dto.js';
import { markdown } from '../diagnosis/rendering/markdown.js';
import { ErrorArticle } from '../error-catalog/error-catalog.dto.js';
import { errorPage } from '../error-catalog/error-page.js';
import type { Scope } from '../http/scope.js';
import type { Shape } from '../http/shape-check.js';
import type { Abilities } from './abilities.js';
import { DiagnoseArguments, ExplainErrorArguments, GetGuideArguments } from './tool-arguments.dto.js';

/** What a tool hands back: the report of the API, and how a language model should read it where JSON is not best. */
export interface ToolReply {
  report: object;
  text?: string;
}

/** Who calls a tool. */
export interface ToolCaller {
  scopes: readonly Scope[];
  /** For the audit of a look that follows. */
  by: string;
}

/** One ability of the service, as a language model is offered it. */
export interface Tool<Arguments extends object = object> {
  name: string;
  title: string;
  /** For the model: when to call it, and what to do with the reply. */
  description: string;
  /** A caller without it is not offered the tool. */
  scope: Scope;
  /** The classes of the HTTP API, which are its schemas too. */
  takes: Shape;
  gives: Shape;
  /** Whether it reaches beyond this service. */
  openWorld: boolean;
  call(given: Arguments, caller: ToolCaller): Promise<ToolReply> | ToolReply;
}

const tool = <Arguments extends object>(definition: Tool<Arguments>): Tool => definition;

/** @returns every tool, in the order in which they are offered */
export function toolsOf({ consultation, knowledge, catalog, certificates, probes }: Abilities): Tool[] {
  return [
    tool<DiagnoseArguments>({
      name: 'diagnose',
      title: 'Diagnose a failed certificate logon',
      description:
        'Call this first, with everything the user pasted (ticket, log, trace, HTTP response, certificates) word for word in "text", and with "target" where the failing endpoint is known (the service then looks at it). Gives the causes with probability and evidence, the steps that mend each in the product at hand, and the next question. If the verdict is "uncertain", ask the user the first question, then call again with the same text and "answers": { question id: answer id }. "no-match" means that nothing in the text is about certificates or TLS.',
      scope: 'diagnose',
      takes: DiagnoseArguments,
      gives: DiagnosisReport,
      openWorld: true,
      async call({ lang = 'en', ...request }, caller) {
        const report = await consultation.about(request, { language: lang, ...caller });
        return { report, text: markdown(report, lang) };
      },
    }),
    tool<ExplainErrorArguments>({
      name: 'explain_error',
      title: 'Explain an error message',
      description:
        'What one known message means, its ranked causes with the observation that decides each, steps, and how to see that it is mended. Takes an id in any spelling; for a whole log call "diagnose" instead.',
      scope: 'errors',
      takes: ExplainErrorArguments,
      gives: ErrorArticle,
      openWorld: false,
      call({ id, lang = 'en' }) {
        const report = catalog.explain(id, lang);
        return { report, text: articleMarkdown(errorPage(report, lang)) };
      },
    }),
    tool<InspectRequest>({
      name: 'inspect_certificate',
      title: 'Inspect a certificate or key store',
      description:
        'What a certificate, chain or key store is, what is wrong with it, and whether it will do for a purpose ("usable"). Takes PEM, a single line, base64 of DER, PKCS#7, PKCS#12 or JKS. Never ask the user for a private key; the certificate alone is enough.',
      scope: 'certificates',
      takes: InspectRequest,
      gives: InspectionReport,
      openWorld: false,
      call: async (request) => ({ report: await certificates.inspect(request) }),
    }),
    tool<CompareRequest>({
      name: 'compare_certificates',
      title: 'Compare two certificates',
      description:
        'Whether two certificates are the same, renewed, of another authority, issuer and subject, or unrelated, which fields differ, and what to do now. Use it for the certificate of a trace log against the one in a service key or a communication user.',
      scope: 'certificates',
      takes: CompareRequest,
      gives: ComparisonReport,
      openWorld: false,
      call: async (request) => ({ report: await certificates.compare(request) }),
    }),
    tool<ProbeRequest>({
      name: 'probe_endpoint',
      title: 'Look at a server',
      description:
        'Connects to a host and tells what it does: whether it asks for a client certificate, which authorities it accepts, its own chain, and whether a given client certificate is accepted or refused, by what. Private addresses are refused unless the operator allows them; then hand the user a command (GET /probes/command) and read its output with "read_transcript".',
      scope: 'probe',
      takes: ProbeRequest,
      gives: ProbeReport,
      openWorld: true,
      call: async (request, { by }) => ({ report: await probes.probe(request, { by }) }),
    }),
    tool<TranscriptRequest>({
      name: 'read_transcript',
      title: 'Read the output of a TLS tool',
      description:
        'Reads what openssl s_client, curl -v, Java (javax.net.debug), gnutls-cli or an ICM trace printed about a connection: step by step who sent what, and the same checks as a look of our own.',
      scope: 'probe',
      takes: TranscriptRequest,
      gives: ProbeReport,
      openWorld: false,
      call: ({ text, kind }) => ({ report: probes.transcript(text, kind) }),
    }),
    tool<GetGuideArguments>({
      name: 'get_guide',
      title: 'Read a set-up guide',
      // Read when it is asked for, since the guides may have been mounted anew.
      get description() {
        const known = knowledge.guides.map(({ id, title }) => `${id} (${title})`).join('; ');
        return `A set-up from start to end, each step with where, who and what is there afterwards. The guides: ${known}.`;
      },
      scope: 'errors',
      takes: GetGuideArguments,
      gives: Guide,
      openWorld: false,
      call({ id, lang = 'en' }) {
        const report = knowledge.guide(id, lang);
        return { report, text: articleMarkdown(guidePage(report, lang)) };
      },
    }),
  ];
}
