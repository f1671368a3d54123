// Bundles the text editor into `www/generated/editor.js`, and fetches the npm packages for that when they are missing or
// other than the lock file says. Trunk runs this before each build; when everything is up to date it only compares sums.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NODE = 20;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, "www/generated/editor.js");

if (Number.parseInt(process.versions.node, 10) < NODE) {
  stop(`Node.js ${NODE} or newer is needed, this is ${process.versions.node}.`);
}
installPackages();
await bundleEditor();

/** Runs `npm ci` unless `node_modules` was made from just these two files. */
function installPackages() {
  const stamp = join(root, "node_modules/.flowglass-sum");
  const sum = sumOf([join(root, "package.json"), join(root, "package-lock.json")]);
  if (read(stamp) === sum) {
    return;
  }
  console.log("set-up: installing the npm packages of package-lock.json into node_modules");
  // On Windows npm is a script, which only a shell starts; the words are our own.
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (npm.error || npm.status !== 0) {
    stop(`\`npm ci\` failed${npm.error ? ` (${npm.error.message})` : ""}; the editor and the browser tests need its packages.`);
  }
  writeFileSync(stamp, sum);
}

/** Writes the bundle, and beside it the sum of what it was made from. */
async function bundleEditor() {
  const sources = readdirSync(join(root, "www/editor")).sort().map((name) => join(root, "www/editor", name));
  const sum = sumOf([fileURLToPath(import.meta.url), join(root, "package-lock.json"), ...sources]);
  if (existsSync(bundle) && read(`${bundle}.sum`) === sum) {
    return;
  }
  console.log("set-up: bundling the editor into www/generated/editor.js");
  const { build } = await import("esbuild");
  const result = await build({
    entryPoints: [join(root, "www/editor/index.js")],
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2022",
    banner: { js: "/*! Contains CodeMirror 6, Lezer and their helpers. Copyright Marijn Haverbeke and others, MIT licence. */" },
    charset: "utf8",
    write: false,
    logLevel: "error",
  }).catch(() => stop("esbuild could not bundle www/editor/index.js; what it found is above."));
  mkdirSync(dirname(bundle), { recursive: true });
  // Under another name first: whoever reads the bundle meanwhile gets a whole one.
  const draft = `${bundle}.${process.pid}`;
  writeFileSync(draft, result.outputFiles[0].contents);
  renameSync(draft, bundle);
  writeFileSync(`${bundle}.sum`, sum);
}

/** One sum over the contents of `files`; line ends do not count, because git may change them. */
function sumOf(files) {
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(`${readFileSync(file, "utf8").replaceAll("\r\n", "\n")}\0`);
  }
  return hash.digest("hex");
}

function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

function stop(why) {
  console.error(`set-up: ${why}`);
  process.exit(1);
}
