/** What the terminal, or the environment in its place, says about how to print. */

const defaultWidth = 100;

/** The part of process.stdout that matters here. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Colours: on a terminal unless NO_COLOR is set; wherever FORCE_COLOR demands them. */
export function wantsColour(screen: Screen, env: Environment): boolean {
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return screen.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}

/** Columns of the terminal; where there is none, those of COLUMNS. */
export function widthOf(screen: Screen, env: Environment): number {
  const given = screen.isTTY ? screen.columns : Number(env.COLUMNS);
  return given !== undefined && Number.isInteger(given) && given > 0 ? given : defaultWidth;
}
