import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsOptional, Matches, Max, Min, ValidateNested } from 'class-validator';
import { ProbeTarget } from '../connectivity-probe/probe-request.dto.js';
import { readDocument } from '../registry/read-document.js';

/** How many targets are watched at most. */
const MOST_TARGETS = 500;

/** A target that is looked at on a schedule: what a probe takes, and a name. With a named credential at most, since files of this kind hold no keys. */
export class WatchedTarget extends ProbeTarget {
  /** What it is called in metrics, alerts and the calendar; host and port where it is left out. */
  @IsOptional()
  @Matches(/^[\p{L}\p{N} ._:@/-]{1,80}$/u, { message: 'name must have 1 to 80 letters, digits, spaces and . _ : @ / -' })
  name?: string;
}

/** What an operator's WATCH_FILE says. */
export class WatchList {
  /** Seconds between two looks at a target; 900 where it is left out. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(86_400)
  interval?: number;

  /** From how many days before its expiry on a certificate counts as expiring; 30 where it is left out. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(365)
  warnDays?: number;

  @IsArray()
  @ArrayMaxSize(MOST_TARGETS)
  @ValidateNested({ each: true })
  @Type(() => WatchedTarget)
  targets: WatchedTarget[];
}

/** The list with what it leaves out. */
export interface Watched {
  interval: number;
  warnDays: number;
  targets: readonly (WatchedTarget & { name: string })[];
}

/** Where no file is configured the mounted credentials are watched all the same. */
export const NOTHING_WATCHED: Watched = { interval: 900, warnDays: 30, targets: [] };

/**
 * Reads a watch list.
 * @param text YAML or JSON
 * @throws Error with one sentence for every fault
 */
export function readWatchList(text: string): Watched {
  const {
    targets,
    interval = NOTHING_WATCHED.interval,
    warnDays = NOTHING_WATCHED.warnDays,
  } = readDocument(WatchList, text, 'a watch list is a map with "targets", a list of host, port, credential and so on.');
  const named = targets.map((target) => ({ ...target, name: target.name ?? `${target.host}:${target.port ?? 443}` }));
  const twins = named.map(({ name }) => name).filter((name, at, all) => all.indexOf(name) !== at);
  if (twins.length > 0) throw new Error(`targets: "${twins[0]}" is there twice; give each its own name.`);
  return { interval, warnDays, targets: named };
}
