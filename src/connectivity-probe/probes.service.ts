import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config.js';
import { refused } from '../http/refused.js';
import { refusal } from '../http/shape.pipe.js';
import type { Check } from './check.js';
import { TrustAnchors } from '../certificate-inspection/chain/trust-anchors.js';
import { InputProblem } from '../certificate-inspection/reading/input-problem.js';
import { pemOf } from '../certificate-inspection/write-certificate.js';
import { presentedBy, type ClientCredential } from './client-credential.js';
import { Credentials, fingerprintOf } from './credentials.js';
import { judge } from './judging/verdict.js';
import { JudgedLook } from './judged-look.js';
import { loadChecks } from './load-checks.js';
import { LookLimits } from './look-limits.js';
import type { Observation, Presented, SeenCertificate } from './observation.js';
import { ObservationCache, type Shared } from './observation-cache.js';
import { observe, type Look } from './observing/observe.js';
import type { Proxy } from './observing/dial.js';
import { canonicalHost } from './policy/host-name.js';
import { ProbePolicy } from './policy/probe-policy.js';
import type { ProbeReport } from './probe-report.dto.js';
import type { InlineCertificate, ProbeRequest } from './probe-request.dto.js';
import { reportOf } from './report.js';
import { tellLook, tellRefusedLook } from './tell-look.js';
import { readTranscript, type TranscriptKind } from './transcripts/read-transcript.js';
import { nameKey } from './transcripts/told-names.js';
import { partOf, type TranscriptPart } from './transcripts/transcript-part.js';
import type { TranscriptNotes } from './transcripts/transcript-notes.js';

const DEFAULT_TIMEOUT = 10_000;

/** How long an observation is kept, by what it shows: a failure may be gone in a moment. */
const TTL_SETTLED = 60_000;
const TTL_FAILED = 10_000;

/** By whom a look is asked for, and how. */
export interface Asked {
  /** For the audit: a kind and a name of a caller, or the part of the service that asks by itself. */
  by: string;
  /** Whether a kept look won't do. */
  fresh?: boolean;
}

/** A connection that a text tells. */
export interface Told {
  report: ProbeReport;
  /** Where in the text the tool's own output stands; absent for tools of which only messages are understood. */
  part?: TranscriptPart;
}

/** Looks at targets, and says what was seen. */
@Injectable()
export class ProbesService implements OnModuleInit {
  private checks: readonly Check[] = [];
  private readonly reports = new WeakMap<Observation, { minute: number; judged: JudgedLook }>();

  constructor(
    private readonly config: Config,
    private readonly policy: ProbePolicy,
    private readonly cache: ObservationCache,
    private readonly limits: LookLimits,
    private readonly credentials: Credentials,
    private readonly anchors: TrustAnchors,
  ) {}

  async onModuleInit(): Promise<void> {
    this.checks = await loadChecks();
  }

  /**
   * One look, kept or made now.
   * @param request validated
   * @param asked by whom, and how
   * @param beside a certificate that is not shown to the server: the checks say what would become of it there; an unreadable one is left out
   * @throws HttpException when the request names what can't be used, or too much is asked
   */
  async probe(request: ProbeRequest, asked: Asked, beside?: InlineCertificate): Promise<ProbeReport> {
    const seen = await this.see(request, asked);
    const presented = beside && (await this.presentedIn(beside));
    const judged = presented ? this.report({ ...seen.observation, presented }) : this.judged(seen.observation).report;
    return { ...judged, ...sharingOf(seen) };
  }

  /**
   * Like `probe`, as the bytes of its JSON: a look that is asked for often is written once.
   * @returns the report, and how old the look is in seconds
   * @throws HttpException like `probe`
   */
  async probeJson(request: ProbeRequest, asked: Asked): Promise<{ json: Buffer; age: number }> {
    const seen = await this.see(request, asked);
    const sharing = sharingOf(seen);
    return { json: this.judged(seen.observation).with(JSON.stringify(sharing)), age: sharing.cache.age };
  }

  /**
   * The chain that a look would show, as PEM; never a key.
   * @returns undefined for a look without certificate
   * @throws HttpException when the certificate or credential can't be used
   */
  async chainOf(request: ProbeRequest): Promise<string | undefined> {
    const credential = await this.credentialOf(request);
    return credential?.chain.map((der) => pemOf(der.toString('base64'))).join('');
  }

  /**
   * Reads what a tool printed about a connection into the same report as a look of our own.
   * @param kind which tool it was; recognised where it is left out
   * @throws HttpException 422 where the text is the output of no tool that can be read
   */
  transcript(text: string, kind?: TranscriptKind): ProbeReport {
    const notes = readTranscript(text, kind);
    if (!notes)
      throw refused(
        'TRANSCRIPT_NOT_RECOGNISED',
        'This is no output of openssl s_client, curl -v, javax.net.debug, gnutls-cli or an ICM trace; GET /probes/command hands out a command whose output can be read.',
      );
    return this.told(notes);
  }

  /** Whether a text holds the output of a tool that tells of a connection; a message or two of one don't. */
  tellsAConnection(text: string): boolean {
    return readTranscript(text)?.tellsAConnection ?? false;
  }

  /**
   * Like `transcript`, for a text that may be something else, with the part of it that the tool wrote.
   * @param whole false where the text is a user's: then a message that is only repeated is no connection told
   * @param beside the certificate that the client is said to have
   * @returns undefined when no tool is recognised
   */
  async toldIn(text: string, whole: boolean, beside?: InlineCertificate): Promise<Told | undefined> {
    const notes = readTranscript(text);
    if (!notes || (!whole && !notes.tellsAConnection)) return undefined;
    const presented = beside && (await this.presentedIn(beside));
    const { tool } = notes;
    return { report: this.told(notes, presented), ...(tool && READ_WHOLE.has(tool) && { part: partOf(text, notes.linesUnderstood) }) };
  }

  private told({ observation, steps, tool }: TranscriptNotes, presented?: Presented): ProbeReport {
    // Names of a transcript are compared as they are printed.
    const ours = presented && { presented: { ...presented, chain: presented.chain.map(asPrinted) } };
    return this.report({ ...observation, ...ours }, { steps, ...(tool && { tool }) });
  }

  /**
   * What one look shows, without judgement. Each leaves a line for the audit.
   * @param request validated
   * @param asked by whom, and how
   * @throws HttpException like `probe`
   */
  async see(request: ProbeRequest, { by, fresh = false }: Asked): Promise<Shared> {
    try {
      const look = await this.lookFor(request);
      const seen = await this.cache.share({
        key: isPrivate(request) ? undefined : this.keyOf(request, look),
        fresh,
        timeoutMs: look.timeoutMs,
        look: (timeoutMs) => this.limited({ ...look, timeoutMs }),
        ttlOf: (observation) => this.ttlOf(observation),
      });
      tellLook(by, request, seen);
      return seen;
    } catch (error) {
      tellRefusedLook(by, request, error);
      throw error;
    }
  }

  /** The report without how it was come by. What was seen does not change; dates do, so that it is judged anew each minute. */
  private judged(observation: Observation): JudgedLook {
    const minute = Math.floor(Date.now() / 60_000);
    const known = this.reports.get(observation);
    if (known?.minute === minute) return known.judged;
    const judged = new JudgedLook(this.report(observation));
    this.reports.set(observation, { minute, judged });
    return judged;
  }

  /** Judges an observation, wherever it comes from. */
  report(observation: Observation, sharing: Parameters<typeof reportOf>[4] = {}): ProbeReport {
    return reportOf(observation, this.checks, this.anchors.all, new Date(), sharing);
  }

  private async limited(look: Look): Promise<Observation> {
    const hopeless = this.policy.refusalOfTarget(look.host, look.port);
    if (!hopeless && !(await this.limits.mayLookAt(`${look.host}:${look.port}`, look.full ? 10 : 1))) {
      throw refused(
        'TARGET_LIMIT_REACHED',
        `This target was looked at ${this.config.probeTargetLimit} times in this minute; wait, or take the kept look.`,
      );
    }
    const observation = await this.limits.run(() => observe(look, this.policy));
    if (!observation) throw refused('OVERLOADED', 'Too many looks wait already; try again in a second.');
    return observation;
  }

  private async lookFor(request: ProbeRequest): Promise<Look> {
    const host = canonicalHost(request.host);
    if (!host) throw refusal([{ pointer: '/host', detail: 'must be a host name or an address, without scheme, port and path.' }]);
    const { minVersion, maxVersion } = request;
    if (minVersion && maxVersion && minVersion > maxVersion)
      throw refusal([{ pointer: '/minVersion', detail: 'must not be newer than maxVersion.' }]);
    if (request.credential && request.certificate)
      throw refusal([{ pointer: '/certificate', detail: 'and credential exclude one another.' }]);
    if (request.keyless && !request.credential && !request.certificate)
      throw refusal([{ pointer: '/keyless', detail: 'needs a certificate or a credential whose chain is shown.' }]);
    const credential = await this.credentialOf(request);
    const proxy = this.proxyOf(request.proxy);
    return {
      host,
      port: request.port ?? 443,
      path: request.path ?? '/',
      timeoutMs: request.timeoutMs ?? DEFAULT_TIMEOUT,
      full: request.depth === 'full',
      ...(request.serverName && { serverName: request.serverName.toLowerCase() }),
      ...(minVersion && { minVersion }),
      ...(maxVersion && { maxVersion }),
      ...(request.keyless && { keyless: true }),
      ...(credential && { credential }),
      ...(proxy && { proxy }),
    };
  }

  private async credentialOf({ credential, certificate, keyless }: ProbeRequest): Promise<ClientCredential | undefined> {
    try {
      if (certificate) return await this.credentials.read(certificate, !keyless);
      if (!credential) return undefined;
      const found = await this.credentials.find(credential);
      if (!found) throw refused('CREDENTIAL_NOT_FOUND', `No credential is mounted under the name "${credential}".`);
      return found;
    } catch (error) {
      if (error instanceof InputProblem) throw refused(error.code, error.detail);
      throw error;
    }
  }

  private async presentedIn(certificate: InlineCertificate): Promise<Presented | undefined> {
    try {
      return presentedBy(await this.credentials.read(certificate, false));
    } catch (error) {
      if (error instanceof InputProblem) return undefined;
      throw error;
    }
  }

  private proxyOf(text: string | undefined): Proxy | undefined {
    const { probeProxy } = this.config;
    const named = text ?? probeProxy;
    if (!named) return undefined;
    const { hostname, port, username, password } = urlOf(named);
    const host = canonicalHost(hostname);
    if (!host) throw refusal([{ pointer: '/proxy', detail: 'must name a host.' }]);
    const login = username ? `${decodeURIComponent(username)}:${decodeURIComponent(password)}` : undefined;
    // A caller may not turn the operator's proxy into one that resolves names with a login of the caller's own.
    const trusted = probeProxy !== undefined && (text === undefined || (!username && urlOf(probeProxy).host === urlOf(text).host));
    const own = trusted && probeProxy ? urlOf(probeProxy) : undefined;
    const authorization = own?.username ? `${decodeURIComponent(own.username)}:${decodeURIComponent(own.password)}` : login;
    return { host, port: Number(port || 80), trusted, ...(authorization && { authorization }) };
  }

  /** Everything that changes what is seen. A credential counts by its certificate, so that a renewed one is looked at anew. */
  private keyOf({ credential: name }: ProbeRequest, look: Look): string {
    const { host, port, serverName, path, keyless, proxy, minVersion, maxVersion, timeoutMs, full, credential } = look;
    return JSON.stringify([
      this.policy.digest,
      host,
      port,
      serverName,
      path,
      keyless,
      proxy?.host,
      proxy?.port,
      minVersion,
      maxVersion,
      timeoutMs,
      full,
      name,
      credential && fingerprintOf(credential),
    ]);
  }

  private ttlOf(observation: Observation): number {
    const { outcome } = judge(observation);
    if (outcome === 'forbidden-by-policy') return 0;
    return outcome === 'unreachable' || outcome === 'undecided' ? TTL_FAILED : TTL_SETTLED;
  }
}

const asPrinted = (certificate: SeenCertificate): SeenCertificate => ({
  ...certificate,
  subjectKey: nameKey(certificate.subject),
  issuerKey: nameKey(certificate.issuer),
});

/** Tools of whose output every line is understood that says something of the connection; of the others the messages count besides. */
const READ_WHOLE: ReadonlySet<string> = new Set(['openssl', 'curl', 'gnutls', 'java']);

/** How a look was come by, as a report says it. */
const sharingOf = ({ stored, ttlMs, hit, degraded }: Shared) => ({
  cache: { hit, age: Math.max(0, Math.floor((Date.now() - stored) / 1000)), ttl: Math.ceil(ttlMs / 1000) },
  ...(degraded && { degraded }),
});

/** A look with a caller's own certificate or proxy login is nobody else's business. */
const isPrivate = ({ certificate, proxy }: ProbeRequest) => certificate !== undefined || proxy?.includes('@') === true;

function urlOf(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw refusal([{ pointer: '/proxy', detail: 'must be a URL such as http://proxy.example:8080.' }]);
  }
}
