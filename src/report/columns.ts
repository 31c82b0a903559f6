/** Rows under a head, in columns, without frames: the pasted table must survive a ticket. */

import Table from "cli-table3";
import { cutStart, displayWidth } from "./text.ts";

export interface Column {
  readonly head: string;
  readonly align?: "left" | "right";
  /** One cell per row; a cell may hold several lines. */
  readonly cells: readonly string[];
  /** Gives way where there is too little room. */
  readonly flexible?: true;
  readonly paint?: (text: string) => string;
}

const gap = "  ";

const bare = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "─",
  "mid-mid": gap,
  right: "",
  "right-mid": "",
  middle: gap,
};

/** The columns as lines of text with a rule below the head. */
export function columnLines(columns: readonly Column[]): string[] {
  const table = new Table({
    head: columns.map((column) => column.head),
    colAligns: columns.map((column) => column.align ?? "left"),
    chars: bare,
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 0 },
  });
  const rows = Math.max(0, ...columns.map((column) => column.cells.length));
  for (let row = 0; row < rows; row++) table.push(columns.map((column) => cellOf(column, row)));
  const lines = table.toString().split("\n");
  return lines.map((line) => line.trimEnd());
}

function cellOf(column: Column, row: number): string {
  const cell = column.cells[row] ?? "";
  return column.paint === undefined ? cell : column.paint(cell);
}

/** The columns with the flexible one cut to fit the width, or null where it would keep fewer than `least` columns. */
export function squeeze(columns: readonly Column[], width: number, least: number): readonly Column[] | null {
  const over = columns.reduce((sum, column) => sum + widthOf(column), gap.length * (columns.length - 1)) - width;
  if (over <= 0) return columns;
  const flexible = columns.find((column) => column.flexible);
  if (flexible === undefined || widthOf(flexible) - over < least) return null;
  const room = widthOf(flexible) - over;
  return columns.map((column) => (column === flexible ? { ...column, cells: shortened(column.cells, room) } : column));
}

function widthOf(column: Column): number {
  return Math.max(...[column.head, ...column.cells].flatMap((cell) => cell.split("\n")).map(displayWidth));
}

function shortened(cells: readonly string[], width: number): string[] {
  const lines = (cell: string) => cell.split("\n").map((line) => cutStart(line, width));
  return cells.map((cell) => lines(cell).join("\n"));
}
