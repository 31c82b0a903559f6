import { CellReader } from "./cells.ts";
import type {
  Dump,
  EnvelopeParser,
  FieldVocabulary,
  Line,
  ServerParser,
  TaskVocabulary,
  TextVocabulary,
} from "./declare.ts";
import { HeadReader } from "./heads.ts";
import { Matcher } from "./matcher.ts";
import { MessageReader } from "./message-reader.ts";
import { StructuredReader } from "./structured.ts";
import { UserPatterns } from "./user-patterns.ts";

/** Everything there is to recognise; parsers/index.ts supplies it. */
export interface Catalogue {
  readonly servers: readonly ServerParser[];
  readonly envelopes: readonly EnvelopeParser[];
  readonly text: TextVocabulary;
  readonly fields: FieldVocabulary;
  readonly lines?: readonly Line[];
  readonly wording: TaskVocabulary;
}

/** A catalogue compiled once per run and shared by all its streams. */
export interface Recognition {
  readonly matcher: Matcher;
  readonly cells: CellReader;
  readonly heads: HeadReader;
  readonly structured: StructuredReader;
  /** Words that speak of work: no header holds them bare. */
  readonly cueWords: ReadonlySet<string>;
  readonly envelopes: readonly EnvelopeParser[];
  readonly messages: MessageReader;
  /** How stacks are dumped, by the parser that recognises their heads. */
  readonly dumps: ReadonlyMap<string, Dump>;
}

/** Compiles a catalogue. `user`: the user's own task patterns, which then decide alone. */
export function compileCatalogue(catalogue: Catalogue, user: UserPatterns = new UserPatterns({})): Recognition {
  const matcher = new Matcher(catalogue.servers);
  const { start, end, weakEnd, fail, waiting, units } = catalogue.wording;
  const cells = new CellReader(catalogue.text);
  const cueWords = new Set([...start, ...end, ...weakEnd, ...fail, ...waiting, ...units, ...user.words()]);
  return {
    matcher,
    cells,
    heads: new HeadReader(cells, matcher, cueWords),
    structured: new StructuredReader(catalogue.fields, catalogue.servers, catalogue.lines),
    cueWords,
    envelopes: catalogue.envelopes,
    messages: new MessageReader(matcher, catalogue.wording, user),
    dumps: new Map(catalogue.servers.flatMap(({ name, dump }) => (dump ? [[name, dump]] : []))),
  };
}
