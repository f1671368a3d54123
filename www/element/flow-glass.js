// `<flow-glass>`: a flow in a docs page. It shows its poster until it comes into view, then draws the flow, and loads
// what runs it on the first Run.

import * as layers from "./layers.js";
import { addPlayerStyles, build } from "./parts.js";
import { problemOf } from "./problem.js";
import { textsOf } from "./texts.js";

/** How far outside of the window an element begins to load. */
const AHEAD = "200px";
const NO_SCENARIO = "format: 1\n";

export class FlowGlass extends HTMLElement {
  static observedAttributes = ["src", "history", "scenario", "view", "theme"];

  #parts = build(this);
  /** Says when the element comes near the window; `null` while nobody waits for that. */
  #watch = null;
  /** Ends the loading that goes on. */
  #loading = null;
  /** Whether the element has been near the window since it was connected. */
  #seen = false;
  #asked = false;
  #texts = null;
  #picture = null;
  #player = null;
  #events = 0;

  constructor() {
    super();
    const { run, slider, out, closer, fit } = this.#parts;
    run.addEventListener("click", () => this.run());
    slider.addEventListener("input", () => this.#show(slider.valueAsNumber));
    out.addEventListener("click", () => this.#picture?.zoomBy(1 / 1.25));
    closer.addEventListener("click", () => this.#picture?.zoomBy(1.25));
    fit.addEventListener("click", () => this.#picture?.fit());
    this.#arrange();
  }

  connectedCallback() {
    if (this.#seen || this.#watch) {
      // It was only moved to another place.
      return;
    }
    this.#watch = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        this.#unwatch();
        this.#seen = true;
        this.reload();
      }
    }, { rootMargin: AHEAD });
    this.#watch.observe(this);
  }

  disconnectedCallback() {
    // Moving an element takes it out and puts it in again at once.
    queueMicrotask(() => {
      if (!this.isConnected) {
        this.#clear();
      }
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) {
      return;
    }
    if (name === "theme" || name === "view") {
      this.#arrange();
    } else if (this.#seen && !this.#asked) {
      // Several attributes that change together are one change.
      this.#asked = true;
      queueMicrotask(() => {
        this.#asked = false;
        if (this.#seen) {
          this.reload();
        }
      });
    }
  }

  /** Reads the definition and what belongs to it anew, and draws it. */
  async reload() {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    this.#closePlayer();
    try {
      await childrenAreThere(this.ownerDocument);
      const [texts, viewer] = await Promise.all([textsOf(this, loading.signal), layers.viewer()]);
      if (!loading.signal.aborted) {
        this.#draw(texts, viewer);
      }
    } catch (error) {
      if (!loading.signal.aborted) {
        this.#fail(problemOf(error, "load"));
      }
    }
  }

  /** Runs the flow; the first run loads the player. */
  async run() {
    const { run, root, player } = this.#parts;
    const texts = this.#texts;
    if (!texts || this.#player) {
      return;
    }
    run.disabled = true;
    run.textContent = "Loading…";
    try {
      const module = await layers.player();
      if (this.#texts === texts && !this.#player && this.#seen) {
        addPlayerStyles(root, module.styles);
        player.hidden = false;
        const inner = document.createElement("div");
        inner.className = "player-root";
        player.replaceChildren(inner);
        const scenario = texts.scenario ?? NO_SCENARIO;
        this.#player = new module.MountedPlayer(inner, texts.name, texts.definition, scenario, (news) => this.#hear(news));
        this.#freePicture();
        this.#hideProblem();
      }
    } catch (error) {
      player.hidden = true;
      this.#fail(problemOf(error, "run"));
    } finally {
      run.textContent = "Run";
      this.#arrange();
    }
  }

  #draw(texts, { Picture }) {
    const { place, frame } = this.#parts;
    try {
      this.#picture ??= new Picture(place, (step) => this.#tell("flow-select", { step: step ?? null }));
      this.#picture.draw(texts.definition);
    } catch (error) {
      throw problemOf(error, "definition");
    }
    this.#texts = texts;
    this.#events = 0;
    frame.classList.add("drawn");
    this.#hideProblem();
    this.#arrange();
    const { name, steps, errors } = this.#picture;
    this.#tell("flow-ready", { name: name ?? null, steps, errors });
    if (texts.history !== null) {
      this.#record(texts.history);
    }
  }

  #record(history) {
    try {
      this.#events = this.#picture.record(history);
    } catch (error) {
      this.#fail(problemOf(`The history cannot be shown: ${error?.message ?? error}`, "history"));
      return;
    }
    this.#parts.slider.max = String(this.#events);
    this.#parts.slider.value = String(this.#events);
    this.#arrange();
    this.#show(this.#events);
  }

  #show(event) {
    const { slider, words } = this.#parts;
    const status = this.#picture?.show(event);
    if (status === undefined) {
      return;
    }
    words.textContent = `${status} · event ${event} / ${this.#events}`;
    slider.setAttribute("aria-valuetext", `event ${event} of ${this.#events}, ${status}`);
    if (event === this.#events && this.#picture.ended) {
      this.#tell("flow-end", { status, events: this.#events, recorded: true });
    }
  }

  /** What the player says. */
  #hear({ kind, ...news }) {
    if (kind === "select") {
      this.#tell("flow-select", { step: news.step ?? null });
    } else if (kind === "end") {
      this.#tell("flow-end", { ...news, recorded: false });
    } else {
      // The player shows the words itself.
      this.#tell("flow-error", { message: news.message, stage: "run" });
    }
  }

  /** Makes what is seen fit the attributes and what is there. */
  #arrange() {
    const { frame, bar, run, slider, words, zoom, place } = this.#parts;
    const theme = this.getAttribute("theme");
    frame.dataset.theme = theme === "light" || theme === "dark" ? theme : "auto";
    const plays = this.getAttribute("view") === "player";
    const playing = this.#player !== null;
    // Where a player is to come, its bar is there from the start, so that the picture keeps its room.
    bar.hidden = playing || (!plays && !this.#texts);
    place.hidden = playing;
    run.hidden = !plays;
    run.disabled = !this.#texts;
    slider.hidden = words.hidden = !plays || this.#events === 0;
    zoom.hidden = !this.#texts;
    bar.classList.toggle("floating", !plays);
    if (playing && !plays) {
      this.reload();
    }
  }

  /** Takes the player away; what was drawn before it has to be drawn anew. */
  #closePlayer() {
    if (this.#player) {
      this.#player.unmount();
      this.#player = null;
      this.#texts = null;
      this.#parts.player.hidden = true;
      this.#parts.player.replaceChildren();
      this.#parts.frame.classList.remove("drawn");
      this.#arrange();
    }
  }

  #freePicture() {
    this.#picture?.free();
    this.#picture = null;
    this.#events = 0;
  }

  #fail({ message, stage }) {
    const { problem } = this.#parts;
    problem.textContent = message;
    problem.hidden = false;
    this.#tell("flow-error", { message, stage });
  }

  #hideProblem() {
    this.#parts.problem.hidden = true;
    this.#parts.problem.textContent = "";
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }

  #unwatch() {
    this.#watch?.disconnect();
    this.#watch = null;
  }

  /** Gives everything back; when the element comes back, it begins anew. */
  #clear() {
    this.#unwatch();
    this.#loading?.abort();
    this.#closePlayer();
    this.#freePicture();
    this.#texts = null;
    this.#seen = false;
    this.#parts.frame.classList.remove("drawn");
    this.#hideProblem();
    this.#arrange();
  }
}

for (const name of FlowGlass.observedAttributes) {
  Object.defineProperty(FlowGlass.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      return this.getAttribute(name);
    },
    set(value) {
      if (value === null || value === undefined) {
        this.removeAttribute(name);
      } else {
        this.setAttribute(name, String(value));
      }
    },
  });
}

/** An element's children come after it while the page is still being read. */
function childrenAreThere(document) {
  if (document.readyState !== "loading") {
    return undefined;
  }
  return new Promise((there) => document.addEventListener("DOMContentLoaded", () => there(), { once: true }));
}
