// What an element tells a reader when it cannot do something.

/** An error with words for the reader, and the stage at which it happened: `load`, `definition`, `history`, `run`. */
export class Problem extends Error {
  constructor(message, stage) {
    super(message);
    this.name = "Problem";
    this.stage = stage;
  }
}

/** Any error as a `Problem` of a stage. */
export function problemOf(error, stage) {
  if (error instanceof Problem) {
    return error;
  }
  if (error instanceof WebAssembly.RuntimeError) {
    return new Problem("Flowglass has stopped here because of a mistake of its own. Reloading the page helps.", stage);
  }
  return new Problem(String(error?.message ?? error), stage);
}
