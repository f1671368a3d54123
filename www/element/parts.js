// What stands in an element's shadow tree.

import elementStyles from "./element.css";
import pictureStyles from "../../crates/diagram/src/svg/picture.css";
import tokenStyles from "../../crates/diagram/src/svg/tokens.css";
import viewerStyles from "../../crates/diagram/src/svg/viewer.css";

let shared;

/** One style sheet for all elements. It is made by script, which strict content policies allow. */
function styles() {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(tokenStyles + pictureStyles + viewerStyles + elementStyles);
  }
  return shared;
}

/** Builds the shadow tree of `host` and returns its parts. */
export function build(host) {
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [styles()];
  const frame = make("div", { class: "frame", part: "frame" });
  const stage = make("div", { class: "stage" });
  const poster = make("slot", { name: "poster" });
  const place = make("div", { class: "place" });
  const player = make("div", { class: "player-place", hidden: "" });
  const problem = make("div", { class: "problem", role: "alert", part: "problem", hidden: "" });
  const problemWords = make("p", { class: "problem-words" });
  const again = make("button", { type: "button", class: "button" });
  problem.append(problemWords, again);
  stage.append(poster, place, player, problem);
  const bar = make("div", { class: "bar", part: "bar" });
  const run = make("button", { type: "button", class: "button primary run" });
  const slider = make("input", { type: "range", class: "slider", min: "0", max: "0", hidden: "" });
  const words = make("span", { class: "words", role: "status" });
  const zoom = make("div", { class: "zoom", role: "group" });
  const out = make("button", { type: "button", class: "button" });
  out.textContent = "−";
  const closer = make("button", { type: "button", class: "button" });
  closer.textContent = "+";
  const fit = make("button", { type: "button", class: "button" });
  zoom.append(out, closer, fit);
  bar.append(run, slider, words, zoom);
  frame.append(stage, bar);
  root.append(frame);
  return { root, frame, stage, place, player, bar, run, slider, words, zoom, out, closer, fit, problem, problemWords, again };
}

/** Puts the words of a language where they do not depend on what is shown. */
export function label({ bar, slider, zoom, out, closer, fit, problem, again }, words) {
  bar.lang = problem.lang = words.tag;
  for (const [part, name] of [[slider, words.slider], [zoom, words.zoom], [out, words.zoomOut], [closer, words.zoomIn]]) {
    part.setAttribute("aria-label", name);
  }
  fit.textContent = words.fit;
  again.textContent = words.again;
}

/** Puts a message into a part; what stands between backticks is code. */
export function write(part, words) {
  const pieces = words.split("`").map((piece, index) => {
    const element = document.createElement(index % 2 === 1 ? "code" : "span");
    element.textContent = piece;
    return element;
  });
  // Words that stay are not set again, because screen readers would read them again.
  if (part.textContent !== pieces.map((piece) => piece.textContent).join("")) {
    part.replaceChildren(...pieces);
  }
}

/** Adds the player's styles to the shadow tree. */
export function addPlayerStyles(root, text) {
  if (!playerSheet) {
    playerSheet = new CSSStyleSheet();
    playerSheet.replaceSync(text);
  }
  if (!root.adoptedStyleSheets.includes(playerSheet)) {
    // The element's own rules stay the last, so that they win.
    root.adoptedStyleSheets = [playerSheet, ...root.adoptedStyleSheets];
  }
}

let playerSheet;

function make(name, attributes) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
}
