// Puts the npm package together: `node www/package/build.mjs LAYERS OUT VERSION`. LAYERS holds what wasm-bindgen made of
// the three modules (`viewer/`, `player/`, `tools/`); OUT gets the folder `flowglass`, the tarball made of it, and
// the demonstration page in `demo`.

import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const [from, to, version] = process.argv.slice(2);
if (!version) {
  stop("usage: node www/package/build.mjs LAYERS OUT VERSION");
}
const layers = resolve(from);
const out = resolve(to);
const folder = join(out, "flowglass");

/** Style sheets come in as texts without blanks and comments. */
const minifiedStyles = {
  name: "minified-styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true, charset: "utf8" });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

rmSync(folder, { recursive: true, force: true });
for (const layer of ["viewer", "player", "tools"]) {
  mkdirSync(join(folder, layer), { recursive: true });
  copyFileSync(join(layers, layer, `${layer}_bg.wasm`), join(folder, layer, `${layer}_bg.wasm`));
}
await bundle(join(root, "www/element/index.js"), "element.js");
await bundle(join(layers, "viewer/viewer.js"), "viewer/viewer.js");
await bundle(join(here, "player.js"), "player/player.js");
await bundle(join(layers, "tools/tools.js"), "tools/tools.js");
for (const name of ["api.js", "browser.js", "node.js", "index.d.ts", "element.d.ts", "flow-glass.css", "README.md"]) {
  copyFileSync(join(here, name), join(folder, name));
}
for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) {
  copyFileSync(join(root, name), join(folder, name));
}
const manifest = JSON.parse(readFileSync(join(here, "manifest.json"), "utf8"));
writeFileSync(join(folder, "package.json"), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
pack();
await demo();

/** Bundles and shrinks one module; styles become texts, and the modules that are loaded later stay apart. */
async function bundle(entry, name) {
  await build({
    entryPoints: [entry],
    outfile: join(folder, name),
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2022",
    charset: "utf8",
    alias: { "#player": join(layers, "player/player.js") },
    external: name === "element.js" ? ["./viewer/viewer.js", "./player/player.js"] : [],
    plugins: [minifiedStyles],
    logLevel: "error",
  }).catch(() => stop(`esbuild could not bundle ${entry}; what it found is above.`));
}

/** The demonstration page with everything that it needs, ready for any server of files. */
async function demo() {
  const site = join(out, "demo");
  const examples = join(root, "www/examples");
  rmSync(site, { recursive: true, force: true });
  cpSync(join(here, "../demo"), site, { recursive: true });
  cpSync(folder, join(site, "flowglass"), { recursive: true });
  for (const name of ["order.flow.yaml", "order.scenario.yaml", "quote.flow.yaml"]) {
    copyFileSync(join(examples, name), join(site, name));
  }
  // The package makes the poster and the history itself, as `flowglass render` and `flowglass simulate` would.
  const { renderSvg, simulate } = await import(pathToFileURL(join(folder, "node.js")).href);
  const read = (name) => readFileSync(join(examples, name), "utf8");
  writeFileSync(join(site, "order.svg"), renderSvg(read("order.flow.yaml")));
  const quote = simulate(read("quote.flow.yaml"), { scenario: read("quote.scenario.yaml") });
  writeFileSync(join(site, "quote.history.json"), JSON.stringify(quote));
}

/** npm wants a tarball; it names it after the package and its version. */
function pack() {
  const npm = spawnSync("npm", ["pack", folder, "--pack-destination", out, "--silent", "--ignore-scripts"], {
    cwd: out,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (npm.error || npm.status !== 0) {
    stop(`\`npm pack\` failed: ${npm.error?.message ?? npm.stderr}`);
  }
  console.log(`The npm package is in ${join(out, npm.stdout.trim())}.`);
}

function stop(why) {
  console.error(`package: ${why}`);
  process.exit(1);
}
