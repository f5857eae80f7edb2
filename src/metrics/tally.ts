import { Counter, type Registry } from 'prom-client';

/**
 * Counts by one label. prom-client spells out the labels for every increment; here that is done when Prometheus asks,
 * and counting is adding to a number.
 */
export class Tally {
  private readonly counts = new Map<string, number>();

  /** @param label its values come from our own tables, so that their number is bounded */
  constructor(registry: Registry, name: string, help: string, label: string) {
    const counts = this.counts;
    const counter = new Counter({
      name,
      help,
      labelNames: [label],
      registers: [],
      collect() {
        this.reset();
        for (const [value, count] of counts) this.inc({ [label]: value }, count);
      },
    });
    registry.registerMetric(counter);
  }

  /** One more of that value. */
  add(value: string): void {
    this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
  }
}
