import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** From what a cached answer takes to the longest look at a server, in seconds. */
export const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What is counted of one route. */
interface OfRoute {
  method: string;
  route: string;
  byStatus: Map<number, number>;
  observe: (seconds: number) => void;
}

/** Counts and times requests by route; the labels of a route are spelled out once. */
export class RequestTally {
  private inFlight = 0;
  private readonly routes = new Map<string, Map<string, OfRoute>>();
  private readonly durations;

  constructor(registry: Registry) {
    const registers: Registry[] = [];
    // The arrow functions see the tally, `this` is the metric.
    const inFlight = () => this.inFlight;
    const all = () => [...this.routes.values()].flatMap((methods) => [...methods.values()]);
    const requests = new Counter({
      name: 'http_requests_total',
      help: 'Requests by route and status.',
      labelNames: ['method', 'route', 'status'],
      registers,
      collect() {
        this.reset();
        for (const { method, route, byStatus } of all())
          for (const [status, count] of byStatus) this.inc({ method, route, status: String(status) }, count);
      },
    });
    this.durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the first byte of a request to the last of its reply.',
      labelNames: ['method', 'route'],
      buckets: SECONDS,
      registers,
    });
    const served = new Gauge({
      name: 'http_requests_in_flight',
      help: 'Requests that are being served.',
      registers,
      collect() {
        this.set(inFlight());
      },
    });
    for (const metric of [requests, this.durations, served]) registry.registerMetric(metric);
  }

  /** A request has arrived. */
  arrived(): void {
    this.inFlight += 1;
  }

  /**
   * Its reply has gone, or the caller has.
   * @param route the pattern of its path; undefined where no operation has that path: all these are one, whatever was asked for
   */
  left(method: string, route: string | undefined, status: number, milliseconds: number): void {
    const { byStatus, observe } = route === undefined ? this.ofRoute('any', 'none') : this.ofRoute(method, route);
    this.inFlight -= 1;
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
    observe(milliseconds / 1000);
  }

  /** A request was answered before anybody looked which operation it is for. */
  unrouted(status: number): void {
    const { byStatus } = this.ofRoute('any', 'none');
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  }

  private ofRoute(method: string, route: string): OfRoute {
    let methods = this.routes.get(route);
    if (!methods) this.routes.set(route, (methods = new Map()));
    let known = methods.get(method);
    if (!known) {
      const { observe } = this.durations.labels({ method, route });
      methods.set(method, (known = { method, route, byStatus: new Map(), observe }));
    }
    return known;
  }
}
