import type { SourceInput } from "../ingest/read-bytes.ts";
import { groupRotated, orderPieces } from "../ingest/rotation.ts";
import { openSource, peekLines, type Source } from "../ingest/source.ts";
import type { ClockOptions } from "../recognise/line-clock.ts";
import { Recogniser } from "../recognise/recogniser.ts";
import type { Recognition } from "../recognise/recognition.ts";
import { zoneNamed } from "../time/zone.ts";
import { type AnalyseOptions, settingFor, settingsFor } from "./options.ts";

/** Lines looked at to find a piece's first time. */
const headLines = 400;

/** Opens all sources, failing before any is read if one cannot be. */
export async function openSources(inputs: readonly SourceInput[], options: AnalyseOptions): Promise<Source[]> {
  const open = {
    ...(options.maxLineBytes === undefined ? {} : { maxLineBytes: options.maxLineBytes }),
    ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
  };
  const unique = [...new Map(inputs.map((input) => [typeof input === "string" ? input : input.name, input])).values()];
  return Promise.all(unique.map((input) => openSource(input, open)));
}

/** The sources as streams: pieces of one rotated log together, in the order in which they were written. */
export async function arrangeStreams(
  sources: readonly Source[],
  kit: Recognition,
  options: AnalyseOptions,
): Promise<Source[][]> {
  const byName = new Map(sources.map((source) => [source.name, source]));
  const streams: Source[][] = [];
  for (const { pieces } of groupRotated([...byName.keys()])) {
    const members = pieces.flatMap((name) => byName.get(name) ?? []);
    streams.push(members.length < 2 ? members : await inOrder(members, kit, options));
  }
  return streams;
}

async function inOrder(members: readonly Source[], kit: Recognition, options: AnalyseOptions): Promise<Source[]> {
  const names = members.map((m) => m.name);
  const clock = clockFor(names, options);
  const layouts = settingsFor(options.layouts, names).toReversed();
  const pieces = [];
  for (const [rank, source] of members.entries()) {
    pieces.push({
      name: source.name,
      rank,
      source,
      firstTime: firstTime(await peekLines(source, headLines), new Recogniser(kit, clock, layouts)),
    });
  }
  return orderPieces(pieces).map((piece) => piece.source);
}

function firstTime(lines: readonly string[], recogniser: Recogniser): number | null {
  recogniser.learn(lines);
  for (const [index, line] of lines.entries()) {
    for (let reading = recogniser.read(line, index + 1, 0); reading; reading = recogniser.next())
      if (reading.written !== null) return reading.written;
  }
  return null;
}

const local = zoneNamed("local");

/** How the timestamps of a source, or of a rotated set, are read. */
export function clockFor(names: readonly string[], options: AnalyseOptions): ClockOptions {
  const zone = settingFor(options.zones, names);
  return { zone: zone ?? local, zoneGiven: zone !== undefined, day: settingFor(options.days, names) ?? null };
}

/** Names of files as container runtimes and the kubelet give them: Docker's json-file, `/var/log/containers`, `/var/log/pods`. */
const containerFiles = [
  /(?:^|\/)(?<id>[0-9a-f]{12})[0-9a-f]{52}-json\.log/,
  /(?:^|\/)(?<pod>[a-z0-9.-]+)_(?<namespace>[a-z0-9-]+)_(?<container>[a-z0-9-]+)-[0-9a-f]{64}\.log/,
  /(?:^|\/)(?<namespace>[a-z0-9-]+)_(?<pod>[a-z0-9.-]+)_[0-9a-f-]{32,36}\/(?<container>[a-z0-9-]+)\/\d+\.log/,
];

/** The container whose log a stream is, as the name of its first file tells; "" where it does not. */
export function containerOf(names: readonly string[]): string {
  for (const pattern of containerFiles) {
    const groups = pattern.exec(names[0] ?? "")?.groups;
    if (groups) return groups.id ?? `${groups.namespace}/${groups.pod}/${groups.container}`;
  }
  return "";
}
