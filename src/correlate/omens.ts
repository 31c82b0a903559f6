import type { Event, Sign } from "../events.ts";
import { Unanswered } from "./gateways.ts";
import type { Life } from "./life.ts";
import type { Mark } from "./mark.ts";

/** A server's word of how things go. */
export interface Omen {
  readonly sign: Sign;
  readonly server: string;
  /** The process concerned, where the word names one. */
  readonly pid: number | null;
  readonly worker: number | string | null;
  /** The process concerned, where it is known. */
  readonly life: Life | null;
  readonly mark: Mark;
}

/** Omens kept of one server in one stream; a server that says more of them says nothing new. */
const kept = 1_000;

/** The omens of one stream. */
export class Omens {
  readonly all: Omen[] = [];
  /** How many there were beyond those that are kept. */
  dropped = 0;
  /** What there can be many of is counted by itself. */
  readonly unanswered = new Unanswered();

  /** Takes in a message that has a sign; `marked` keeps its line. */
  see(event: Event, life: Life | null, marked: () => Mark): void {
    const { sign, parser, pid, worker } = event;
    if (sign === undefined) return;
    if (sign === "unanswered") {
      this.unanswered.see(event, marked());
      return;
    }
    if (this.all.length >= kept) this.dropped++;
    else this.all.push({ sign, server: parser, pid: pid ?? life?.pid ?? null, worker, life, mark: marked() });
  }
}
