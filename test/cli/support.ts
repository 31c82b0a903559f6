import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, type TestContext } from "vitest";
import { z } from "zod";

/** The built program; `npm test` builds it first. */
export const program = fileURLToPath(new URL("../../dist/src/cli.js", import.meta.url));
if (!existsSync(program)) throw new Error(`${program} is missing: npm run build`);

export interface Outcome {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** What is piped in; without it standard input is empty. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** By the user `nobody`, where we are root. */
  readonly unprivileged?: true;
}

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65534, gid: 65534 };

/** Runs a program and collects what it says. */
export function execute(file: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const env = { PATH: process.env.PATH, TZ: "UTC", ...options.env };
  const user = isRoot && options.unprivileged ? nobody : {};
  const child = spawn(file, args, { cwd: options.cwd, env, stdio: "pipe", ...user });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.on("error", () => undefined); // it may end without having read everything
  child.stdin.end(options.input ?? "");
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}

/** Runs coroner. */
export const coroner = (args: readonly string[], options: RunOptions = {}): Promise<Outcome> =>
  execute(process.execPath, [program, ...args], options);

/** Skips a test of what is forbidden where nothing is forbidden to us and nobody cannot run the program. */
export async function needPermissions(context: TestContext): Promise<void> {
  const { status } = await coroner(["--version"], { unprivileged: true }).catch(() => ({ status: null }));
  if (status !== 0) context.skip("everything is permitted to root, and nobody cannot run the program here");
}

/** Runs coroner within a line of shell, where it is `coroner`. */
export const shell = (line: string, options: RunOptions = {}): Promise<Outcome> =>
  execute("bash", ["--norc", "-c", `coroner() { "${process.execPath}" "${program}" "$@"; }\n${line}`], options);

export interface Folder {
  readonly path: string;
  readonly in: (name: string) => string;
  readonly write: (name: string, content: string | Uint8Array) => Promise<string>;
}

/** A temporary folder, gone after the test file. */
export async function temporaryFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "coroner-cli-"));
  await chmod(path, 0o755);
  afterAll(() => rm(path, { recursive: true, force: true }));
  const inside = (name: string) => join(path, name);
  return {
    path,
    in: inside,
    write: async (name, content) => {
      await writeFile(inside(name), content);
      return inside(name);
    },
  };
}

/** Two tasks on one thread id; the first one's process is gone when the second starts. */
export const killedLog = `2019-02-26 14:41:33,023 app 19272 139889324566272 start task...
2019-02-26 14:41:33,025 app 19272 139889324566272 task log...
2019-02-26 14:42:30,815 app 18134 139889324566272 start task...
`;

/** What the server says of the same. */
export const serverLog = `...The work of process 19272 is done. Seeya!
worker 1 killed successfully (pid: 19272)
Respawned uWSGI worker 1 (new pid: 18134)
`;

/** Tasks that all end. */
export const healthyLog = Array.from({ length: 10 }, (_, i) =>
  [`start task ${i}`, `task ${i} finished`].map((text) => `2019-02-26 14:41:${10 + i},023 app 19272 1398 ${text}\n`),
)
  .flat()
  .join("");

const reportShape = z.object({
  summary: z.object({ tasks: z.number(), unfinished: z.number(), killed: z.number(), inFlight: z.number() }),
  sources: z.array(
    z.object({
      name: z.string(),
      lines: z.number(),
      host: z.string().nullable(),
      zone: z.string(),
      warnings: z.array(z.string()),
    }),
  ),
  unfinished: z.array(z.object({ start: z.object({ at: z.string().nullable() }), verdict: z.string() })),
});

/** What the tests look at in a JSON report. */
export const reportIn = (outcome: Outcome): z.infer<typeof reportShape> =>
  reportShape.parse(JSON.parse(outcome.stdout));

/** A program that could not do what it was asked: status 2, one line, nothing on standard output. */
export const refusal = (message: string | RegExp): object => ({
  status: 2,
  stdout: "",
  stderr: typeof message === "string" ? `coroner: ${message}\n` : expect.stringMatching(message),
});
