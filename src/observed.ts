import { channel } from 'node:diagnostics_channel';

/** What a diagnosis came to; nothing of what was pasted. */
export interface ObservedDiagnosis {
  verdict: string;
  /** The first cause, where one is named. */
  cause?: string;
}

/** What one look at a server came to. */
export interface ObservedProbe {
  outcome: string;
  cached: boolean;
  /** Milliseconds by phase: dns, tcp, proxy, tls, http. */
  phases: Readonly<Record<string, number>>;
}

/** A request that was refused. */
export interface ObservedRefusal {
  errorCode: string;
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
export const refusals = new Observed<ObservedRefusal>('refusal');
