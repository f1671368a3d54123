// CPU times of things that run one after the other in one process, and a table of them.

/**
 * The CPU milliseconds of the fastest of `rounds` runs of each; they take turns, so that load hits all. Each prepares a
 * run, untimed, and returns it.
 */
export function times(prepared, rounds) {
  const best = prepared.map(() => Infinity);
  for (let round = 0; round < rounds; round += 1) {
    prepared.forEach((prepare, at) => {
      const run = prepare();
      const before = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(before);
      best[at] = Math.min(best[at], (user + system) / 1000);
    });
  }
  return best;
}

/**
 * The median of the CPU milliseconds of `rounds` runs of each, which may wait for something; they take turns. Each
 * prepares a run, untimed, and returns it with what comes `after` it, untimed. Two rounds before those warm up.
 */
export async function medians(prepared, rounds) {
  const all = prepared.map(() => []);
  for (let round = -2; round < rounds; round += 1) {
    for (const [at, prepare] of prepared.entries()) {
      const { run, after } = prepare();
      // Threads that sweep the garbage of the run before, or compile what it called, are to come to their end.
      await new Promise((done) => setTimeout(done, 100));
      const before = process.cpuUsage();
      await run();
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) all[at].push((user + system) / 1000);
      after();
    }
  }
  return all.map((times) => times.sort((one, other) => one - other)[Math.floor(times.length / 2)]);
}

/** The CPU milliseconds, of all threads, that a run takes which may wait for its answer; and the answer. */
export async function timed(run) {
  const before = process.cpuUsage();
  const answer = await run();
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1000, answer];
}

/** Prints rows under a head as Markdown. */
export function print(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  console.log([line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n"));
}

export const shown = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
