/** What a sample of logs teaches, as plain data: the JSON that `coroner learn` prints. */

/** A line that shows something. */
export interface Example {
  readonly source: string;
  readonly line: number;
  readonly text: string;
}

/** What a column holds, and why it is taken for that. */
export interface LearnedColumn {
  readonly column: "pid" | "thread" | "process";
  readonly distinct: number;
  readonly lines: number;
  readonly examples: readonly string[];
  /** How its values repeat, in a few words. */
  readonly why: string;
}

/** One way in which a source lays out its lines. */
export interface LearnedLayout {
  /** As the report's `formats` call it. */
  readonly name: string;
  readonly lines: number;
  readonly columns: readonly LearnedColumn[];
  /** A value of `--log-format`, or null where none is needed or none reads the same columns. */
  readonly format: string | null;
  /** Of the lines compared, how many the format reads as the layout does. */
  readonly checked: number;
  readonly same: number;
  /** Why there is no format, or what to know of it. */
  readonly note: string | null;
  readonly example: Example;
}

/** What is proposed for a source, or for a rotated set. */
export interface LearnedSource {
  readonly names: readonly string[];
  /** Fits these sources and no other of the run; null for standard input. */
  readonly glob: string | null;
  readonly lines: number;
  /** Reading stopped there: there may be more. */
  readonly cut: boolean;
  readonly formats: Readonly<Record<string, number>>;
  readonly layouts: readonly LearnedLayout[];
}

export interface LearnedPattern {
  readonly kind: "start" | "end" | "fail";
  readonly pattern: string;
  /** The wording as people read it. */
  readonly says: string;
  readonly lines: number;
  /** Lines of the sample that the pattern fits although the analysis took them for no word of a task. */
  readonly extra: number;
  readonly example: Example;
}

export interface LearnedEnd extends LearnedPattern {
  /** Tasks of the kind that the wording, this pattern or another, has ended. */
  readonly count: number;
  readonly pairedBy: "id" | "thread";
  /** Its lines that ended nothing of their source, and the first few of them. */
  readonly strays: number;
  readonly strayAt: readonly { readonly source: string; readonly line: number }[];
}

/** A kind of task: how it starts, how it ends, and how that went in the sample. */
export interface LearnedTask {
  readonly starts: readonly LearnedPattern[];
  readonly ends: readonly LearnedEnd[];
  readonly pairedBy: "id" | "thread" | null;
  readonly started: number;
  readonly finished: number;
  readonly failed: number;
  readonly unfinished: number;
  /** ms; null where nothing tells. */
  readonly typicalMs: number | null;
  readonly longestMs: number | null;
  /** Lines of these wordings that none of the patterns fits. */
  readonly unfit: number;
  /** Starts without an end, the first few. */
  readonly open: readonly { readonly source: string; readonly line: number }[];
}

export interface LearnedTemplate {
  readonly says: string;
  readonly count: number;
  readonly example: { readonly source: string; readonly line: number };
}

export interface Learned {
  readonly sources: readonly LearnedSource[];
  readonly tasks: readonly LearnedTask[];
  /** The patterns in the order in which they are to be given. */
  readonly patterns: {
    readonly start: readonly string[];
    readonly end: readonly string[];
    readonly fail: readonly string[];
  };
  /** Tasks that servers tell of by themselves need no patterns. */
  readonly serverTasks: number;
  readonly templates: readonly LearnedTemplate[];
}
