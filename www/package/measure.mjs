// Says how large the modules of the npm package are and where their bytes go: `node www/package/measure.mjs PACKAGE`,
// where PACKAGE is what `cargo xtask package` makes.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

/** What a reader loads for each layer, and how many bytes of it are allowed (brotli 11; 1 KB is 1,000 bytes). */
const LAYERS = [
  { layer: "viewer", files: ["element.js", "viewer/viewer.js", "viewer/viewer_bg.wasm"], budget: 85_000 },
  { layer: "player", files: ["player/player.js", "player/player_bg.wasm"], budget: 250_000 },
  { layer: "tools", files: ["api.js", "tools/tools.js", "tools/tools_bg.wasm"] },
];
/** Crates with less code than this are counted together, in bytes. */
const LEAST = 4_000;

const folder = process.argv[2];
if (!folder) {
  console.error("usage: node www/package/measure.mjs PACKAGE");
  process.exit(1);
}
for (const { layer, files, budget } of LAYERS) {
  const contents = files.map((name) => [name, readFileSync(join(folder, "flowglass", name))]);
  const sizes = contents.map(([name, bytes]) => ({ name, plain: bytes.length, sent: compressed(bytes) }));
  const sum = sizes.reduce((total, { sent }) => total + sent, 0);
  const verdict = budget === undefined ? "" : `, budget ${number(budget)}: ${sum <= budget ? "kept" : `${(sum / budget).toFixed(1)} times as much`}`;
  console.log(`\n${layer}: ${number(sum)} bytes sent${verdict}`);
  for (const { name, plain, sent } of sizes) {
    console.log(`  ${number(sent)}  ${name} (${number(plain).trim()} plain)`);
  }
  const { crates, data } = contentsOf(readFileSync(join(folder, "named", `${layer}.wasm`)));
  console.log("  where the plain bytes of the module go:");
  console.log(`  ${number(data)}  data: texts and tables`);
  for (const [crate, bytes] of crates) {
    console.log(`  ${number(bytes)}  ${crate}`);
  }
}

function compressed(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}

function number(value) {
  return value.toLocaleString("en").padStart(9);
}

/** The bytes of data, and of code by crate, the largest first. */
function contentsOf(wasm) {
  let at = 8;
  let imported = 0;
  let data = 0;
  const sizes = [];
  const names = new Map();
  const unsigned = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = wasm[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) {
        return value;
      }
    }
  };
  const text = () => {
    const length = unsigned();
    at += length;
    return wasm.toString("utf8", at - length, at);
  };
  const limits = () => {
    const flags = unsigned();
    unsigned();
    if (flags & 1) {
      unsigned();
    }
  };
  const importedThing = () => {
    text();
    text();
    const kind = wasm[at++];
    if (kind === 0) {
      unsigned();
      imported += 1;
    } else if (kind === 1) {
      at += 1;
      limits();
    } else if (kind === 2) {
      limits();
    } else {
      at += 2;
    }
  };
  const functionNames = (end) => {
    while (at < end) {
      const kind = wasm[at++];
      const length = unsigned();
      const next = at + length;
      if (kind === 1) {
        for (let left = unsigned(); left > 0; left -= 1) {
          names.set(unsigned(), text());
        }
      }
      at = next;
    }
  };
  while (at < wasm.length) {
    const section = wasm[at++];
    const length = unsigned();
    const end = at + length;
    if (section === 2) {
      for (let left = unsigned(); left > 0; left -= 1) {
        importedThing();
      }
    } else if (section === 10) {
      for (let left = unsigned(); left > 0; left -= 1) {
        const size = unsigned();
        sizes.push(size);
        at += size;
      }
    } else if (section === 11) {
      data = length;
    } else if (section === 0 && text() === "name") {
      functionNames(end);
    }
    at = end;
  }
  return { data, crates: byCrate(sizes, (index) => names.get(index + imported) ?? "") };
}

function byCrate(sizes, nameOf) {
  const crates = new Map();
  for (const [index, size] of sizes.entries()) {
    const name = nameOf(index);
    // wasm-bindgen reads these and leaves them out.
    if (!name.includes("describe")) {
      const crate = crateOf(name);
      crates.set(crate, (crates.get(crate) ?? 0) + size);
    }
  }
  let small = 0;
  for (const [crate, bytes] of crates) {
    if (bytes < LEAST) {
      small += bytes;
      crates.delete(crate);
    }
  }
  return [...[...crates].sort((one, other) => other[1] - one[1]), ["others", small]];
}

/**
 * The crate that a function was made for: the first one in its mangled name that does not belong to Rust itself. So a
 * sort of the standard library counts for the crate whose items it sorts.
 */
function crateOf(name) {
  const own = new Set(["core", "alloc", "std", "hashbrown"]);
  const found = [...name.matchAll(/C(?:s[0-9A-Za-z]*_)?(\d+)(?=_?([A-Za-z]\w*))/g)].map(([, length, rest]) => rest.slice(0, Number(length)));
  return found.find((crate) => !own.has(crate)) ?? (found.length > 0 ? "Rust's standard library" : "without a name");
}
