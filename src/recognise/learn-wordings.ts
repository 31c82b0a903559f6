import { EndLearner } from "./learn-ends.ts";
import { PairLearner } from "./learn-pairs.ts";
import type { MessageReader } from "./message-reader.ts";
import type { Reading } from "./reading.ts";

/** Reads the lines of a sample, each of which can hold several readings. */
interface SampleReader {
  read(raw: string, line: number, source: number): Reading | null;
  next(): Reading | null;
}

/** Learns from a sample how its tasks start and end, and tells the MessageReader through which the sample is read. */
export function learnWordings(messages: MessageReader, reader: SampleReader, lines: readonly string[]): void {
  const ends = new EndLearner(messages);
  const pairs = new PairLearner(messages);
  for (const [index, line] of lines.entries())
    for (let reading = reader.read(line, index + 1, 0); reading; reading = reader.next()) {
      ends.see(reading);
      pairs.see(reading);
    }
  ends.finish();
  pairs.finish();
}
