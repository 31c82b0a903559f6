/** Instants as people read them: the wall clock as logged; the day and the zone only where they differ. */

import type { Report, ReportWindow } from "./schema.ts";

export interface Clock {
  /** `21:50:19.123`; empty where no line tells. */
  moment(at: string | null): string;
  /** `21:50:11 – 21:50:12`, `by 21:50:12`, `after 21:50:11`, `time unknown`. */
  interval(earliest: string | null, latest: string | null): string;
}

interface Parts {
  readonly day: string;
  readonly second: string;
  readonly zone: string;
}

function partsOf(at: string): Parts {
  return { day: at.slice(0, 10), second: at.slice(11, 19), zone: zoneOf(at) };
}

/** The offset as logged; that of UTC under its name, with a blank before it. */
function zoneOf(at: string): string {
  const offset = at.slice(23);
  return offset === "Z" || offset === "+00:00" ? " UTC" : offset;
}

/** A clock for one report: it shows days or zones only if the report spans several. */
export function clockFor(report: Report): Clock {
  const instants = instantsOf(report).map(partsOf);
  const days = new Set(instants.map((parts) => parts.day)).size > 1;
  const zones = new Set(instants.map((parts) => parts.zone)).size > 1;
  const show = (parts: Parts, time: string, day = days, zone = zones) =>
    `${day ? `${parts.day.slice(5)} ` : ""}${time}${zone ? parts.zone : ""}`;
  const brief = (at: string) => show(partsOf(at), partsOf(at).second);
  return {
    moment: (at) => (at === null ? "" : show(partsOf(at), at.slice(11, 23))),
    interval(earliest, latest) {
      if (earliest === null) return latest === null ? "time unknown" : `by ${brief(latest)}`;
      if (latest === null) return `after ${brief(earliest)}`;
      if (brief(earliest) === brief(latest)) return brief(earliest);
      const [from, to] = [partsOf(earliest), partsOf(latest)];
      const start = show(from, from.second, days, from.zone !== to.zone);
      return `${start} – ${show(to, to.second, from.day !== to.day)}`;
    },
  };
}

function instantsOf(report: Report): string[] {
  const window = [report.window.from, report.window.to];
  const tasks = report.unfinished.flatMap((task) => [task.start.at, task.last.at, task.rerun?.at ?? null]);
  const deaths = report.deaths.flatMap((death) => [death.earliest, death.latest, ...death.evidence.map((it) => it.at)]);
  return [...window, ...tasks, ...deaths].filter((at) => at !== null);
}

/** The time the report covers, once with day and zone: `2026-11-21 21:50:07 – 21:50:22 +08:00`. */
export function windowText(window: ReportWindow): string {
  if (window.from === null || window.to === null) return "no line bears a time";
  const [from, to] = [partsOf(window.from), partsOf(window.to)];
  const start = `${from.day} ${from.second}${from.zone === to.zone ? "" : ` ${from.zone.trim()}`}`;
  const end = `${from.day === to.day ? "" : `${to.day} `}${to.second}`;
  return `${start} – ${end} ${to.zone.trim()}`;
}
