/** Days and months by the Gregorian calendar, as timestamps write them. */

const MONTH_DAYS = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAYS_BEFORE = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].map(codeOf);
const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(codeOf);

/** The year to which dates without one are assigned: a leap year, so that it has every date. */
export const YEARLESS = 1972;

/** The date asked for last, and its answer: most lines of a log are of the day of the line before. */
const last = { year: 1970, month: 1, day: 1, days: 0 };

/** Days from 1970-01-01 to a date of the years 1970 to 2199, or -1 where there is no such date. */
export function daysOf(year: number, month: number, day: number): number {
  if (day === last.day && month === last.month && year === last.year) return last.days;
  const days = countDays(year, month, day);
  last.year = year;
  last.month = month;
  last.day = day;
  last.days = days;
  return days;
}

function countDays(year: number, month: number, day: number): number {
  const days = MONTH_DAYS[month];
  if (days === undefined || day < 1 || day > days || year < 1970 || year > 2199) return -1;
  const leap = isLeap(year);
  if (month === 2 && day === 29 && !leap) return -1;
  const before = (DAYS_BEFORE[month] ?? 0) + (leap && month > 2 ? 1 : 0);
  return 365 * (year - 1970) + leapDaysBefore(year) + before + day - 1;
}

/** The year that two digits mean: 1970 to 2069; -1 stays -1. */
export function shortYear(digits: number): number {
  if (digits < 0) return -1;
  return digits < 70 ? 2000 + digits : 1900 + digits;
}

/** The month (1 to 12) whose English abbreviation stands at `pos`, in upper or lower case, or 0. */
export function monthAt(text: string, pos: number): number {
  return MONTHS.indexOf(threeAt(text, pos)) + 1;
}

/** Does the English abbreviation of a weekday stand at `pos`, in upper or lower case? */
export function isWeekday(text: string, pos: number): boolean {
  return WEEKDAYS.includes(threeAt(text, pos));
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function leapDaysBefore(year: number): number {
  const past = year - 1;
  return Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 477;
}

function threeAt(text: string, pos: number): number {
  return ((text.charCodeAt(pos) | 32) << 16) | ((text.charCodeAt(pos + 1) | 32) << 8) | (text.charCodeAt(pos + 2) | 32);
}

function codeOf(name: string): number {
  return threeAt(name, 0);
}
