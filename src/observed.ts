import { channel } from 'node:diagnostics_channel';

/** What a diagnosis came to; nothing of what was pasted. */
export interface ObservedDiagnosis {
  verdict: string;
  /** The first cause, where one is named. */
  cause?: string;
}

/** A step of a look, in the order in which they were made. */
export interface ObservedPhase {
  name: string;
  milliseconds: number;
  /** Why it failed. */
  code?: string | undefined;
}

/** What one look at a server came to. */
export interface ObservedProbe {
  outcome: string;
  /** Whether it was made earlier, or for somebody else; then it has no phases. */
  cached: boolean;
  /** When it began, in milliseconds since 1970. */
  began: number;
  phases: readonly ObservedPhase[];
}

/** A key store that was opened, or stayed closed. */
export interface ObservedOpening {
  kind: string;
  milliseconds: number;
  opened: boolean;
}

/** What is watched, as it was seen last. Names come from the operator's own files. */
export interface ObservedWatch {
  targets: readonly { name: string; works?: boolean; outcome?: string; lookedAt?: string; certificates: readonly { notAfter: string }[] }[];
  credentials: readonly { name: string; certificates: readonly { notAfter: string }[] }[];
}

/** How full a queue in this process is. */
export interface ObservedQueue {
  queue: 'looks' | 'key-stores';
  running: number;
  waiting: number;
}

/** A request that was refused. */
export interface ObservedRefusal {
  errorCode: string;
  /** It was refused before anybody looked which operation it is for. */
  unrouted?: boolean;
}

/** Who tells and who listens know nothing of each other; with nobody listening telling costs nothing. */
class Observed<T extends object> {
  private readonly told;

  constructor(name: string) {
    this.told = channel(`mtls-doctor:${name}`);
  }

  tell(what: T): void {
    this.told.publish(what);
  }

  /** @returns how to stop listening */
  listen(listener: (what: T) => void): () => void {
    const heard = (what: unknown) => listener(what as T);
    this.told.subscribe(heard);
    return () => this.told.unsubscribe(heard);
  }
}

export const diagnoses = new Observed<ObservedDiagnosis>('diagnosis');
export const probes = new Observed<ObservedProbe>('probe');
export const openings = new Observed<ObservedOpening>('opening');
export const watches = new Observed<ObservedWatch>('watch');
export const queues = new Observed<ObservedQueue>('queue');
export const refusals = new Observed<ObservedRefusal>('refusal');
