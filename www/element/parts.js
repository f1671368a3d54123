// What stands in an element's shadow tree.

import elementStyles from "./element.css";
import pictureStyles from "../../crates/diagram/src/svg/picture.css";
import tokenStyles from "../../crates/diagram/src/svg/tokens.css";

let shared;

/** One style sheet for all elements. It is made by script, which strict content policies allow. */
function styles() {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(tokenStyles + pictureStyles + elementStyles);
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
  stage.append(poster, place, player);
  const bar = make("div", { class: "bar", part: "bar" });
  const run = make("button", { type: "button", class: "button primary run" }, "Run");
  const slider = make("input", { type: "range", class: "slider", min: "0", max: "0", "aria-label": "Event", hidden: "" });
  const words = make("span", { class: "words", role: "status" });
  const zoom = make("div", { class: "zoom", role: "group", "aria-label": "Zoom" });
  const out = make("button", { type: "button", class: "button", "aria-label": "Zoom out" }, "−");
  const closer = make("button", { type: "button", class: "button", "aria-label": "Zoom in" }, "+");
  const fit = make("button", { type: "button", class: "button" }, "Fit");
  zoom.append(out, closer, fit);
  bar.append(run, slider, words, zoom);
  const problem = make("p", { class: "problem-words", role: "alert", part: "problem", hidden: "" });
  frame.append(stage, bar, problem);
  root.append(frame);
  return { root, frame, stage, place, player, bar, run, slider, words, zoom, out, closer, fit, problem };
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

function make(name, attributes, text) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}
