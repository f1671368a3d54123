// The package in browsers: fetches the WebAssembly beside it.

import init from "./tools/tools.js";

await init();

export * from "./api.js";
