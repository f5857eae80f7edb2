import { HttpException, Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProbeReport } from '../connectivity-probe/probe-report.dto.js';
import type { InlineCertificate, ProbeRequest } from '../connectivity-probe/probe-request.dto.js';
import { ProbesService, type Asked, type Told } from '../connectivity-probe/probes.service.js';
import type { TranscriptPart } from '../connectivity-probe/transcripts/transcript-part.js';
import { probeCommand } from '../connectivity-probe/transcripts/probe-command.js';
import type { Problem } from '../http/problem.dto.js';
import { refusal } from '../http/shape.pipe.js';
import type { DiagnoseRequest, GivenCertificate } from './diagnosis.dto.js';
import type { Fact } from './fact.js';
import { PASTED } from './certificates-in-text.js';
import { factsOfLook } from './look-facts.js';

/** What the connections of a request say: the one that was made, and the one that a transcript tells of. */
export interface ConnectionFacts {
  facts: Fact[];
  probe?: ProbeReport;
  transcript?: ProbeReport;
  /** The part of the transcript, or of the text, that the tool wrote. */
  part?: TranscriptPart;
  warnings: string[];
}

/** The share of a reply that a look may take, where the caller does not grant more, and what it may overrun, in milliseconds. */
const SHARE = 1200;
const GRACE = 150;

/** Looks at the target of a request, and reads the transcript in it. */
@Injectable()
export class ConnectionLook {
  constructor(private readonly probes: ProbesService) {}

  /** Whether there is a connection to look at in a request, or one that it tells of. */
  hasSome({ target, transcript, text }: DiagnoseRequest): boolean {
    return target !== undefined || transcript !== undefined || (text !== undefined && this.probes.tellsAConnection(text));
  }

  /**
   * @param request whose `target` is looked at and whose `transcript` (or the one in `text`) is read
   * @param client the client certificate at hand: the look says what would become of it, without showing it to the server
   * @param asked by whom, and whether a kept look won't do
   * @returns facts and reports; a look that is forbidden, fails or takes too long is a fact or a warning
   * @throws HttpException when the target is not of the expected shape
   */
  async at(request: DiagnoseRequest, client: GivenCertificate | undefined, asked: Asked): Promise<ConnectionFacts> {
    const seen: ConnectionFacts = { facts: [], warnings: [] };
    const told = await this.transcriptOf(request, client, seen.warnings);
    const probe = request.target && (await this.look(request.target, client, asked, seen.warnings));
    // What was seen now comes before what somebody saw; where both say something of one check, ours counts.
    if (probe) Object.assign(seen, { probe, facts: factsOfLook(probe, 'probe') });
    const checked = new Set(probe?.checks.map(({ id }) => `check:${id}`));
    if (told) {
      const { report, part } = told;
      const facts = factsOfLook(report, 'transcript').filter(({ id }) => !checked.has(id.slice(0, id.lastIndexOf('/'))));
      Object.assign(seen, { transcript: report, ...(part && { part }), facts: [...seen.facts, ...facts] });
    }
    return seen;
  }

  /** The chain that the target names itself, as a client certificate to be looked at. */
  async chainOf({ target }: DiagnoseRequest): Promise<GivenCertificate | undefined> {
    if (!target?.certificate && !target?.credential) return undefined;
    // What is wrong with it is said by the look.
    const data = await this.probes.chainOf(target).catch(() => undefined);
    return data === undefined ? undefined : { data, role: 'client', label: target.credential ?? 'certificate of the target' };
  }

  private async transcriptOf(
    { transcript, text }: DiagnoseRequest,
    client: GivenCertificate | undefined,
    warnings: string[],
  ): Promise<Told | undefined> {
    // What stands in the text may be anybody's, even a certificate that the answer of the server shows.
    const beside = client && client.label !== PASTED ? inlineOf(client) : undefined;
    if (transcript) {
      const read = await this.probes.toldIn(transcript, true, beside);
      if (!read) warnings.push('The transcript is no output of a tool that can be read; it was read as text.');
      return read;
    }
    return text ? this.probes.toldIn(text, false, beside) : undefined;
  }

  private async look(
    target: ProbeRequest,
    client: GivenCertificate | undefined,
    asked: Asked,
    warnings: string[],
  ): Promise<ProbeReport | undefined> {
    const timeoutMs = target.timeoutMs ?? SHARE;
    const over = new AbortController();
    try {
      const beside = target.certificate || target.credential || !client ? undefined : inlineOf(client);
      const request = { ...target, timeoutMs, ...(target.keyless && beside && { certificate: beside }) };
      const looking = this.probes.probe(request, asked, request.certificate ? undefined : beside);
      const late = pause(timeoutMs + GRACE, undefined, { signal: over.signal }).catch(() => undefined);
      const seen = await Promise.race([looking, late]);
      if (seen?.outcome === 'forbidden-by-policy') warnings.push(whereElse(seen));
      if (!seen) {
        looking.catch(() => {});
        warnings.push(`The look at the target was not over within ${timeoutMs} ms; ask again, or grant it more by target.timeoutMs.`);
      }
      return seen;
    } catch (error) {
      warnings.push(`The target was not looked at: ${reasonOf(error)}`);
      return undefined;
    } finally {
      over.abort();
    }
  }
}

const inlineOf = ({ data, password }: GivenCertificate): InlineCertificate => ({ data, ...(password !== undefined && { password }) });

/** What a user runs where this service may not look. */
function whereElse({ target: { host, port } }: ProbeReport): string {
  const { command } = probeCommand({ host, port, shell: 'bash', tool: 'openssl' });
  return `This service may not look at ${host}:${port}. Run this from where it can be reached, and send what it prints as "transcript": ${command}`;
}

/** Why there is no look; a fault in the request itself is the caller's to mend. */
function reasonOf(error: unknown): string {
  if (!(error instanceof HttpException)) throw error;
  const { errorCode, errors = [], detail } = error.getResponse() as Problem;
  if (errorCode === 'VALIDATION_FAILED') throw refusal(errors.map((fault) => ({ ...fault, pointer: `/target${fault.pointer}` })));
  return detail;
}
