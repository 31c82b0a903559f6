import { describe, expect, it } from "vitest";
import { compileLogFormat, logFormatDialects } from "../../src/recognise/log-format.ts";

const known = logFormatDialects.join(", ");

describe("what is wrong with a format", () => {
  it.each([
    ["pyhton:x", `unknown dialect "pyhton" (python?) (there is: ${known})`],
    ["toString:x", `unknown dialect "toString" (there is: ${known})`],
    ["%(message)s", `log format without a dialect, such as python:... (there is: ${known})`],
    ["python:", "python format, column 1: empty format"],
    ["python:%(asctime)s [%(procss)d] %(message)s", 'python format, column 14: unknown attribute "procss" (process?)'],
    ["python:{asctime} {procss} {message}", 'python format, column 11: unknown attribute "procss" (process?)'],
    ["python:$asctime $procss $message", 'python format, column 10: unknown attribute "procss" (process?)'],
    ["python:%(asctime)s %(name)s", "python format, column 21: ends without %(message)s"],
    ["python:{asctime}", "python format, column 10: ends without {message}"],
    ["python:\u0024{asctime} ", "python format, column 12: ends without $message"],
    ["python:words", "python format, column 6: ends without %(message)s"],
    ["python:%(message)s", "python format, column 1: %(message)s alone fits every line"],
    ["python:100% %(message)s", "python format, column 4: % without an attribute (a percent sign is %%)"],
    ["python:%(name) %(message)s", "python format, column 1: %(name) without a conversion, such as %(name)s"],
    ["python:%(name %(message)s", "python format, column 1: unbalanced parenthesis"],
    ["python:{name {message}", "python format, column 1: unbalanced brace"],
    ["python:{name}} {message}", "python format, column 7: unbalanced brace"],
    ["python:{name} {message", "python format, column 8: unbalanced brace"],
    ["python:{} {message}", "python format, column 1: {} without an attribute"],
    ["python:{name:?!} {message}", 'python format, column 1: cannot read ":?!"'],
    ["python:{process:,} {message}", "python format, column 1: a number with thousands separators cannot be read"],
    ["python:$ $message", "python format, column 1: $ without an attribute (a dollar sign is $$)"],
    ["python:\u0024{name $message", "python format, column 1: unbalanced brace"],
    ["python:%(name)s%(message)s", "python format, column 1: nothing separates %(name)s from %(message)s"],
    [
      "python:%(process)d%(thread)d %(message)s",
      "python format, column 1: nothing separates %(process)d from %(thread)d",
    ],
    ["python:%(name)s\\n%(message)s", "python format, column 9: a line break before the message cannot be read"],
    ["python:%(name)s %(message)s %(message)s", "python format, column 22: %(message)s stands there twice"],
  ])("%s", (spec, message) => {
    expect(() => compileLogFormat(spec)).toThrow(new RangeError(message));
  });
});

describe("what a filter adds to the record", () => {
  it.each(["python:%(toString)s %(message)s", "python:%(asctime)s %(request_id)s %(process)d %(message)s"])(
    "%s is read over",
    (spec) => {
      expect(compileLogFormat(spec).name).toBe("python-logging");
    },
  );
});
