// What an element tells a reader when it cannot do something.

import { english } from "./words.js";

/** An error with words for the reader. */
export class Problem extends Error {
  /**
   * @param {(words: typeof english) => string} say says it in the reader's language
   * @param {"load" | "definition" | "history" | "scenario" | "run"} stage what could not be done
   * @param {boolean} mayPass whether it makes sense to try again
   */
  constructor(say, stage, mayPass = false) {
    super(say(english));
    this.name = "Problem";
    this.say = say;
    this.stage = stage;
    this.mayPass = mayPass;
  }
}

/** Any error as a `Problem` of a stage; what the modules say is in English. */
export function problemOf(error, stage) {
  if (error instanceof Problem) {
    return error;
  }
  if (error instanceof WebAssembly.RuntimeError) {
    return new Problem((words) => words.stopped, stage);
  }
  const said = reason(error);
  return new Problem(() => said, stage);
}

/** What an error says, in a line. */
export const reason = (error) => String(error?.message ?? error);
