import { AsyncLocalStorage } from 'node:async_hooks';

/** On whose behalf work is done. */
export interface Asking {
  /** A kind and a name of a caller, such as `api-key:helpdesk-bot`, or the part of the service that asks by itself. */
  by: string;
}

/**
 * Who asks, for what is written down far from the request (the audit line of a look). Entered only where a look may follow,
 * since older Node versions pay for it with every promise.
 */
export const asking = new AsyncLocalStorage<Asking>();
