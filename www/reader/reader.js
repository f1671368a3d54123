// The worker in which long definitions are read. This file is both of its ends: the page imports it to start the worker, and
// the worker runs it. It is taken along by wasm-bindgen as it is, so it imports nothing but the page's own program.

const NAME = "flowglass-reader";

/**
 * Starts the worker with the page's compiled module.
 *
 * It posts null when it is ready, a text when it cannot be started, and then what the program posts.
 *
 * @param {WebAssembly.Module} module
 * @param {string} script the address of the program's script
 * @returns {Worker}
 */
export function startReader(module, script) {
  const worker = new Worker(import.meta.url, { type: "module", name: NAME });
  worker.postMessage({ module, script });
  return worker;
}

if (typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope && self.name === NAME) {
  self.onmessage = async ({ data: { module, script } }) => {
    try {
      const program = await import(script);
      // The program sees that it has no page, and listens in the place of this function.
      program.initSync({ module });
    } catch (error) {
      self.postMessage(String(error));
    }
  };
}
