// The package in Node.js: reads the WebAssembly beside it.

import { readFileSync } from "node:fs";
import { initSync } from "./tools/tools.js";

initSync({ module: readFileSync(new URL("./tools/tools_bg.wasm", import.meta.url)) });

export * from "./api.js";
