// Pictures held by files in tests/pictures: what is seen now against what somebody has looked at and found good.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { repository } from "./harness.mjs";

const EXPECTED = join(repository, "tests/pictures");
const SEEN = join(process.env.CARGO_TARGET_DIR ?? join(repository, "target"), "pictures");

/** How far two colours may be apart, from 0 to 1; edges of shapes that are only smoothed otherwise do not count. */
const THRESHOLD = 0.04;
/** A picture is compared field by field, of so many pixels in each direction. */
const FIELD = 32;
/**
 * The share of a field that may differ. Another release of Chromium may draw letters a little otherwise everywhere; a label
 * that has moved, a line that is gone or another colour change most of a field somewhere.
 */
const MOST = 0.05;

/**
 * Compares a picture with the one in `tests/pictures`; with `FLOWGLASS_BLESS` that one is replaced when they differ.
 *
 * @param {string} name the name of the file, without its ending
 * @param {Buffer} png what is seen now
 * @returns {Promise<string[]>} what is wrong, and where to look at it; nothing when they are alike
 */
export async function faultsOf(name, png) {
  const path = join(EXPECTED, `${name}.png`);
  const seen = PNG.sync.read(png);
  const expected = await readFile(path).then((bytes) => PNG.sync.read(bytes), () => undefined);
  const fault = expected === undefined ? { words: "there is no such picture yet" } : difference(expected, seen);
  if (fault === undefined) {
    return [];
  }
  if (process.env.FLOWGLASS_BLESS) {
    await writeFile(path, PNG.sync.write(seen, { colorType: 2, deflateLevel: 9 }));
    return [];
  }
  await mkdir(SEEN, { recursive: true });
  const files = [[`${name}.png`, png], [`${name}.diff.png`, fault.diff && PNG.sync.write(fault.diff)]].filter(([, bytes]) => bytes);
  await Promise.all(files.map(([file, bytes]) => writeFile(join(SEEN, file), bytes)));
  const look = files.map(([file]) => join(SEEN, file)).join(" and ");
  return [`${path}: ${fault.words}. Look at ${look}; when that is as it should be, run \`cargo xtask bless pictures\`.`];
}

/** How two pictures differ, or `undefined` when they do not. */
function difference(expected, seen) {
  const { width, height } = expected;
  if (seen.width !== width || seen.height !== height) {
    return { words: `it is ${seen.width} by ${seen.height} pixels and was ${width} by ${height}` };
  }
  const mask = new PNG({ width, height });
  pixelmatch(expected.data, seen.data, mask.data, width, height, { threshold: THRESHOLD, diffMask: true });
  let worst = { share: 0 };
  for (let y = 0; y < height; y += FIELD) {
    for (let x = 0; x < width; x += FIELD) {
      const share = differing(mask, x, y) / (FIELD * FIELD);
      worst = share > worst.share ? { share, x, y } : worst;
    }
  }
  if (worst.share <= MOST) {
    return undefined;
  }
  const diff = new PNG({ width, height });
  pixelmatch(expected.data, seen.data, diff.data, width, height, { threshold: THRESHOLD });
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  return { diff, words: `${percent(worst.share)} of the field at ${worst.x}, ${worst.y} differ, ${percent(MOST)} may` };
}

/** How many pixels of a field are marked. */
function differing({ data, width, height }, left, top) {
  let count = 0;
  for (let y = top; y < Math.min(top + FIELD, height); y += 1) {
    for (let x = left; x < Math.min(left + FIELD, width); x += 1) {
      count += data[4 * (y * width + x) + 3] > 0 ? 1 : 0;
    }
  }
  return count;
}
