import fc from "fast-check";

// The same inputs in every run, so that a run tells of the change and not of its luck; SEED=... looks for other ones.
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20_261_121) });

// The machine's zone, in which times are read that bear none.
process.env.TZ = process.env.TEST_TZ ?? "UTC";
