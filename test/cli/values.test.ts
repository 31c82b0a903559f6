import { describe, expect, it } from "vitest";
import { pattern, perSource, perSourceFormat } from "../../src/commands/settings/values.ts";

const text = (value: string) => value;

describe("[glob=]<value>", () => {
  it.each([
    ["UTC", null, "UTC"],
    ["app*.log=UTC", "app*.log", "UTC"],
    ["app.log=a=b", "app.log", "a=b"],
    ["app.log=", "app.log", ""],
  ])("%s", (given, glob, value) => {
    expect(perSource(text)(given)).toEqual({ glob, value });
  });
});

describe("[glob=]<dialect:format>", () => {
  it.each([
    ["python:%(message)s", null, "python:%(message)s"],
    ["python:pid=%(process)d %(message)s", null, "python:pid=%(process)d %(message)s"],
    ["app*.log=python:pid=%(process)d", "app*.log", "python:pid=%(process)d"],
    ["/var/log/app.log=logback:%d{HH:mm} a=b", "/var/log/app.log", "logback:%d{HH:mm} a=b"],
    ["nginx:$remote_addr t=$request_time", null, "nginx:$remote_addr t=$request_time"],
  ])("%s", (given, glob, value) => {
    expect(perSourceFormat(text)(given)).toEqual({ glob, value });
  });
});

describe("a regular expression", () => {
  it.each([
    ["start (?<id>\\d+)", /start (?<id>\d+)/],
    ["/start/i", /start/i],
    ["/start/gimy", /start/im],
    ["/api/v1/start", /\/api\/v1\/start/],
    ["/", /\//],
  ])("%s", (given, expected) => {
    expect(pattern(given)).toEqual(expected);
  });
});
