import { HttpException, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { InputProblem } from '../certificate-inspection/reading/input-problem.js';
import { Config } from '../config.js';
import { presentedBy } from '../connectivity-probe/client-credential.js';
import { Credentials } from '../connectivity-probe/credentials.js';
import { isSuccess } from '../connectivity-probe/exporter.js';
import type { Observation } from '../connectivity-probe/observation.js';
import type { ProbeReport } from '../connectivity-probe/probe-report.dto.js';
import { ProbesService } from '../connectivity-probe/probes.service.js';
import { Mounted } from '../mounted/mounted.js';
import { watches } from '../observed.js';
import { RedisService } from '../redis/redis.service.js';
import { targetReport, watchedCertificate } from './judge-sighting.js';
import { Sightings, type Sighting } from './sightings.js';
import { openRounds, type Rounds } from './rounds.js';
import type { WatchedCredentialReport, WatchReport } from './watch.dto.js';
import { NOTHING_WATCHED, readWatchList, type Watched } from './watch-list.js';

/** How many targets of a round are looked at at once. */
const AT_ONCE = 8;

/** How often it is looked whether something is due, and what others have seen since, in milliseconds at most. */
const LONGEST_BEAT = 15_000;

/**
 * Looks at the operator's list on a schedule. With Redis one instance makes each round and all know what it saw; without, or while it is away,
 * each makes its own. Looks go through the probe's service, so that its policy and limits hold here too.
 */
@Injectable()
export class WatchService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Watch');
  private readonly file?: Mounted<Watched>;
  private readonly judged = new WeakMap<Observation, ProbeReport>();
  private rounds?: Rounds;
  private beat?: NodeJS.Timeout | undefined;
  private hurried = false;
  private running?: Promise<void>;
  private away = false;
  private closed = false;

  constructor(
    private readonly config: Config,
    private readonly probes: ProbesService,
    private readonly credentials: Credentials,
    private readonly sightings: Sightings,
    private readonly redis: RedisService,
  ) {
    const path = config.watchFile;
    if (path) this.file = this.mounted(path);
  }

  /** The list as it is now. */
  get watched(): Watched {
    return this.file?.value ?? NOTHING_WATCHED;
  }

  onApplicationBootstrap(): void {
    if (!this.file && !this.config.credentialsDir) return;
    const begin = async () => {
      if (this.config.redisUrl && this.file) this.rounds = await openRounds(this.config.redisUrl, () => this.round());
      if (this.closed) await this.rounds?.close();
      else await this.onBeat();
    };
    // The start does not wait for it.
    setImmediate(() => void begin().catch((error: unknown) => this.logger.error(`The watch does not begin: ${nameOf(error)}`)));
  }

  /** Everything that is watched, as it was seen last. */
  async report(): Promise<WatchReport> {
    const { interval, warnDays, targets } = this.watched;
    await this.sightings.share(targets);
    const now = Date.now();
    return {
      interval,
      warnDays,
      targets: targets.map((target) => {
        const sighting = this.sightings.of(target);
        return targetReport(target, sighting, this.judge(sighting), warnDays, now);
      }),
      credentials: await this.credentialReports(warnDays, now),
    };
  }

  private async onBeat(): Promise<void> {
    const { interval, targets } = this.watched;
    this.beat = undefined;
    this.hurried = false;
    try {
      await this.sightings.share(targets);
      this.rounds?.schedule(this.watched);
      if (await this.isAlone()) await this.round();
      await this.tell();
    } catch (error) {
      this.logger.error(`A round of the watch failed: ${nameOf(error)}`);
    }
    if (this.closed) return;
    this.beat = setTimeout(() => void this.onBeat(), this.hurried ? 0 : Math.min(LONGEST_BEAT, (interval * 1000) / 2));
    this.beat.unref();
  }

  /** Another list is in force: the next beat comes now, or when the one that goes on is over. */
  private hurry(): void {
    this.hurried = true;
    if (!this.beat) return;
    clearTimeout(this.beat);
    void this.onBeat();
  }

  /** While the instances share a schedule none makes rounds by itself, unless Redis is away, and was at the beat before. */
  private async isAlone(): Promise<boolean> {
    if (!this.rounds) return true;
    const wasAway = this.away;
    this.away = (await this.redis.state()) !== 'up';
    return this.away && wasAway;
  }

  /** One round at a time; whoever comes meanwhile waits for it. */
  private round(): Promise<void> {
    this.running ??= this.lookAround().finally(() => (this.running = undefined));
    return this.running;
  }

  /** Looks at what is due: everything that nobody has looked at for an interval, less what a beat may miss. */
  private async lookAround(): Promise<void> {
    const { interval, targets } = this.watched;
    await this.sightings.share(targets);
    const before = Date.now() - interval * 1000 * 0.75;
    const queue = targets.filter((target) => (this.sightings.of(target)?.looked ?? 0) <= before);
    const work = async () => {
      for (let next = queue.shift(); next && !this.closed; next = queue.shift()) await this.lookAt(next, interval);
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, queue.length) }, work));
    await this.tell();
  }

  private async lookAt(target: Watched['targets'][number], interval: number): Promise<void> {
    const { name, ...request } = target;
    const last = this.sightings.of(target);
    let seen: Pick<Sighting, 'observation' | 'problem'>;
    try {
      const { observation } = await this.probes.see(request, { by: 'watch', fresh: true });
      seen = { observation };
    } catch (error) {
      seen = { problem: problemOf(error) };
    }
    const sighting: Sighting = { ...seen, looked: Date.now() };
    const works = this.works(sighting, target.credential);
    if (last && this.works(last, target.credential) !== works) {
      sighting.changed = sighting.looked;
      const why = this.judge(sighting)?.summary ?? seen.problem?.detail ?? '';
      if (works) this.logger.log(`The logon at "${name}" works again`);
      else this.logger.warn(`The logon at "${name}" has ceased to work: ${why}`);
    } else if (last?.changed !== undefined) sighting.changed = last.changed;
    await this.sightings.keep(target, sighting, interval);
  }

  private works(sighting: Sighting, credential: string | undefined): boolean {
    const report = this.judge(sighting);
    return report !== undefined && isSuccess(report, credential !== undefined);
  }

  /** Judged once for each look: the next one is never far. */
  private judge(sighting: Sighting | undefined): ProbeReport | undefined {
    const observation = sighting?.observation;
    if (!observation) return undefined;
    const report = this.judged.get(observation) ?? this.probes.report(observation);
    this.judged.set(observation, report);
    return report;
  }

  private async credentialReports(warnDays: number, now: number): Promise<WatchedCredentialReport[]> {
    const reports: WatchedCredentialReport[] = [];
    for (const name of this.credentials.names()) {
      try {
        const credential = await this.credentials.find(name);
        const chain = credential ? presentedBy(credential).chain : [];
        reports.push({ name, certificates: chain.map((certificate) => watchedCertificate(certificate, warnDays, now)) });
      } catch (error) {
        reports.push({ name, certificates: [], problem: problemOf(error) });
      }
    }
    return reports;
  }

  /** For the metrics, which are read at any time. */
  private async tell(): Promise<void> {
    if (!this.closed) watches.tell(await this.report());
  }

  private mounted(path: string): Mounted<Watched> {
    try {
      return new Mounted(path, () => readWatchList(readFileSync(path, 'utf8')), { changed: () => this.hurry() });
    } catch (error) {
      throw new Error(`WATCH_FILE ${path} can't be used: ${(error as Error).message}`, { cause: error });
    }
  }

  async onModuleDestroy(): Promise<void> {
    this.closed = true;
    clearTimeout(this.beat);
    this.file?.close();
    await this.rounds?.close();
  }
}

function problemOf(error: unknown): { errorCode: string; detail: string } {
  if (error instanceof InputProblem) return { errorCode: error.code, detail: error.detail };
  const { errorCode, detail } = error instanceof HttpException ? (error.getResponse() as { errorCode?: string; detail?: string }) : {};
  return { errorCode: errorCode ?? 'INTERNAL_ERROR', detail: detail ?? 'The service failed on this target.' };
}

/** A defect is told by its kind; its message may hold what was read. */
const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'unknown');
