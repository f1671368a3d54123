// The WebAssembly modules behind the element: each is loaded when the first element wants it, and once for all of them.

import { Problem, reason } from "./problem.js";

const loading = new Map();

/** The module that draws: `{Picture}`. */
export const viewer = () => load("viewer", () => import("./viewer/viewer.js"));

/** The module that runs: `{MountedPlayer, styles}`. */
export const player = () => load("player", () => import("./player/player.js"));

function load(name, bring) {
  if (!loading.has(name)) {
    const made = bring()
      .then(async (module) => {
        await module.default();
        return module;
      })
      .catch((error) => {
        // The next element, or the next click, may have more luck.
        loading.delete(name);
        throw new Problem((words) => words.noModule(words.modules[name], reason(error)), "load", true);
      });
    loading.set(name, made);
  }
  return loading.get(name);
}
