import type { Event } from "../events.ts";
import type { Reading } from "../recognise/reading.ts";
import { type Instance, isGone, newInstance } from "./life.ts";
import { placeOf } from "./mark.ts";

/** The servers that one stream tells of, and which of them a message is about. */
export class Instances {
  readonly all: Instance[] = [];
  /** The one that the stream spoke of last. */
  current: Instance | null = null;

  living(server: string): Instance[] {
    return this.all.filter((i) => i.server === server && !i.ended);
  }

  add(server: string, reading: Reading): Instance {
    const instance = newInstance(server, placeOf(reading));
    const before = this.all.findLast((i) => i.server === server);
    if (before) before.next = instance;
    this.all.push(instance);
    this.current = instance;
    return instance;
  }

  /** The server that a message is about: that of the master who wrote it, else the one under way, else the latest. */
  of(event: Event, reading: Reading): Instance {
    const server = event.parser;
    const living = this.living(server);
    const own = reading.pid > 0 ? living.find((i) => i.master === reading.pid) : undefined;
    if (own) return own;
    if (this.current && living.includes(this.current)) return this.current;
    return living.at(-1) ?? this.all.findLast((i) => i.server === server) ?? this.add(server, reading);
  }

  /**
   * The server that a banner or its master announces: one that comes back, one whose start is being told, one whose workers
   * spoke before their master; else a new one.
   */
  starting({ parser, pid }: Event, reading: Reading): Instance {
    const living = this.living(parser);
    const known =
      pid === null
        ? (living.find((i) => i.restarting) ?? living.findLast(isStarting))
        : (living.find((i) => i.master === pid) ??
          living.find((i) => i.master === null && (i.slots.size === 0 || isUnannounced(i))));
    this.current = known ?? this.add(parser, reading);
    return this.current;
  }

  /** Whether a master speaks of its server's end after it: what it says is about no other one. */
  isOver({ parser, pid }: Event): boolean {
    if (pid === null) return false;
    return (this.all.findLast((i) => i.server === parser && i.master === pid)?.ended ?? null) !== null;
  }

  /** The servers that a word of a reload or stop is about: the speaker's own, else those it fits, else all. */
  inProcedure(event: Event, reading: Reading): Instance[] {
    const living = this.living(event.parser);
    const own = living.filter((i) => i.master !== null && (i.master === event.pid || i.master === reading.pid));
    if (own.length > 0) return own;
    return event.closes ? underWay(living, event) : living;
  }
}

const hasWorkers = ({ slots }: Instance): boolean => [...slots.values()].some((life) => life.role !== "master");

const isStarting = (instance: Instance): boolean => !hasWorkers(instance) && instance.procedures.length === 0;

/** All that it did was seen, but for its own start. */
const isUnannounced = (instance: Instance): boolean =>
  instance.begun === null && instance.peers.every((life) => life.start !== null && !isGone(life));

/** The servers whose processes can have all gone now: those whose stop or reload is under way and furthest. */
function underWay(living: readonly Instance[], event: Event): Instance[] {
  const stopping = living.filter((i) => i.procedures.length > 0 && i.procedures.at(-1)?.cause === event.cause);
  const pool = stopping.length > 0 ? stopping : living;
  const left = (i: Instance): number =>
    [...i.slots.values()].filter((life) => life.role === "worker" && !isGone(life)).length;
  const least = Math.min(...pool.map(left));
  return pool.filter((i) => left(i) === least);
}
