/** Which deaths are proved within the lines there are: every cause at least once, then what else has room. */

import { deathBlock, type Limits } from "./blocks.ts";
import { causesFirst, type Loss } from "./digest.ts";
import type { View } from "./view.ts";

export interface Room {
  /** Lines for one death of every cause; less is quoted of each until they fit. */
  readonly lines: number;
  /** Lines up to which further deaths follow. */
  readonly further: number;
  /** Deaths at most. */
  readonly deaths?: number;
}

const fullest: Limits = { tasks: 3, lines: 4 };
const sparser: readonly Limits[] = [
  { tasks: 2, lines: 3 },
  { tasks: 1, lines: 2 },
  { tasks: 0, lines: 1 },
];

/** A block of lines for each death that is shown: the first of each cause in the order given, then others. */
export function evidenceBlocks(losses: readonly Loss[], view: View, room: Room): string[][] {
  const ranked = causesFirst(losses, (loss) => loss.death);
  const most = room.deaths ?? losses.length;
  const heads = ranked.heads.slice(0, most);
  const blocksAt = (limits: Limits) => heads.map((loss) => deathBlock(loss, view, limits));
  let limits = fullest;
  let blocks = blocksAt(limits);
  for (const next of sparser) {
    if (heightOf(blocks) <= room.lines) break;
    limits = next;
    blocks = blocksAt(limits);
  }
  for (const loss of ranked.others) {
    const longer = [...blocks, deathBlock(loss, view, limits)];
    if (longer.length > most || heightOf(longer) > room.further) break;
    blocks = longer;
  }
  return blocks;
}

/** The blocks cut off where they still take up more than the lines, each at the same height. */
export function cutTo(blocks: readonly string[][], lines: number): string[][] {
  if (heightOf(blocks) <= lines) return [...blocks];
  const each = Math.max(1, Math.floor((lines + 1) / blocks.length) - 1);
  return blocks.map((block) => block.slice(0, each));
}

/** Lines of the blocks with a blank one between any two. */
export function heightOf(blocks: readonly (readonly string[])[]): number {
  return blocks.reduce((sum, block) => sum + block.length + 1, blocks.length === 0 ? 0 : -1);
}
