import type { Mark } from "./mark.ts";
import type { Sightings } from "./task.ts";

/** Lines of a process within which an error can be what kept it from getting to work. */
const early = 20;

/** Whether the process has only begun to write. */
export const isEarly = ({ lines }: Sightings): boolean => lines <= early;

/** `KeyError: 'x'`, `java.io.IOException`, `django.core.exceptions.ImproperlyConfigured: ...`, `Error [ERR_X]: ...`, `app.rb:3:in 'x': y (KeyError)` */
const error =
  /^(?:(?:Uncaught |Caused by: )?(?:[A-Za-z_$][\w$]*(?:\.|::))*[A-Za-z_$]*(?:Error|Exception|Exit|Interrupt|Refused|Warning)\b(?: \[\w+\])?(?::|$)|(?:[A-Za-z_]\w*\.)+[A-Z]\w+: |\S+:\d+:in .*\([A-Z]\w*(?:::\w+)*\)$)/;

/** Whether the line, of those that a record goes on with, names the error that it is about. */
export const isError = (text: string): boolean => error.test(text);

/** The line of those that the record goes on with that names its error, or null. */
export const errorIn = ({ more }: Mark): string | null => more.findLast(isError) ?? null;
