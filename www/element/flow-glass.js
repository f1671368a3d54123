// `<flow-glass>`: a flow in a docs page. It shows its poster until it comes into view, then draws the flow, and loads
// what runs it on the first Run.

import * as layers from "./layers.js";
import { addPlayerStyles, build, label, write } from "./parts.js";
import { Problem, problemOf, reason } from "./problem.js";
import { definitionOf, textOf } from "./texts.js";
import { wordsFor } from "./words.js";

/** How far outside of the window an element begins to load. */
const AHEAD = "200px";
const NO_SCENARIO = "format: 1\n";
/** The attributes that are properties too; `lang` is one of every element. */
const PROPERTIES = ["src", "history", "scenario", "view", "theme", "direction"];

export class FlowGlass extends HTMLElement {
  static observedAttributes = [...PROPERTIES, "lang"];

  #parts = build(this);
  #words = wordsFor(this);
  /** Says when the element comes near the window; `null` while nobody waits for that. */
  #watch = null;
  /** Says when the language of something around the element changes. */
  #language = new MutationObserver(() => this.#arrange());
  /** Ends the loading that goes on. */
  #loading = null;
  /** Settles when the last loading has ended, well or not. */
  #loaded = null;
  /** Whether the element has begun to load since it was connected. */
  #seen = false;
  #asked = false;
  /** The definition that is shown, with its name. */
  #flow = null;
  #picture = null;
  #player = null;
  /** Whether the player is on its way. */
  #starting = false;
  /** The shown moment of the history: events shown, all events, the service's word for where it stands. */
  #moment = null;
  #problem = null;
  /** What the button of the problem does. */
  #again = null;

  constructor() {
    super();
    const { run, slider, out, closer, fit, again } = this.#parts;
    run.addEventListener("click", () => this.run());
    slider.addEventListener("input", () => this.#show(slider.valueAsNumber));
    out.addEventListener("click", () => this.#picture?.zoomBy(1 / 1.25));
    closer.addEventListener("click", () => this.#picture?.zoomBy(1.25));
    fit.addEventListener("click", () => this.#picture?.fit());
    again.addEventListener("click", () => this.#again?.());
    this.#arrange();
  }

  connectedCallback() {
    this.#arrange();
    if (this.#seen || this.#watch) {
      // It was only moved to another place.
      return;
    }
    this.#language.observe(this.ownerDocument.documentElement, { attributeFilter: ["lang"], subtree: true });
    this.#watch = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        this.#enter();
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
    if (name === "theme" || name === "view" || name === "lang") {
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
  reload() {
    this.#loading?.abort();
    this.#loading = new AbortController();
    this.#closePlayer();
    this.#loaded = this.#load(this.#loading.signal);
    return this.#loaded;
  }

  /** Runs the flow of a player; the first run loads the simulator. */
  async run() {
    if (!this.isConnected || !this.#plays || this.#starting) {
      return;
    }
    this.#starting = true;
    this.#arrange();
    this.#enter();
    for (let loaded = null; loaded !== this.#loaded; ) {
      // Attributes may change meanwhile, and what they say now is loaded instead.
      loaded = this.#loaded;
      await loaded;
    }
    const { signal } = this.#loading;
    try {
      await this.#start(this.#flow, signal);
    } catch (error) {
      if (!signal.aborted) {
        this.#parts.player.hidden = this.#player === null;
        this.#fail(problemOf(error, "run"), () => this.run());
      }
    } finally {
      this.#starting = false;
      this.#arrange();
    }
  }

  get #plays() {
    return this.getAttribute("view") === "player";
  }

  /** Begins to load, unless that has happened. */
  #enter() {
    if (!this.#seen) {
      this.#unwatch();
      this.#seen = true;
      this.reload();
    }
  }

  async #load(signal) {
    try {
      await childrenAreThere(this.ownerDocument);
      const history = textOf(this, "history", signal);
      // It is waited for once the flow is drawn: a history that does not come keeps no picture away.
      history.catch(() => {});
      const [flow, viewer] = await Promise.all([definitionOf(this, signal), layers.viewer()]);
      if (signal.aborted) {
        return;
      }
      this.#draw(flow, viewer);
      const text = await history;
      if (text !== null && !signal.aborted) {
        this.#record(text);
      }
    } catch (error) {
      if (!signal.aborted) {
        this.#fail(problemOf(error, "load"), () => this.reload());
      }
    }
  }

  #draw(flow, { Picture }) {
    try {
      this.#picture ??= new Picture(this.#parts.place, (step) => this.#tell("flow-select", { step: step ?? null }));
      this.#picture.draw(flow.definition, this.getAttribute("direction") ?? "");
    } catch (error) {
      throw problemOf(error, "definition");
    }
    this.#flow = flow;
    this.#moment = null;
    this.#parts.frame.classList.add("drawn");
    this.#forget();
    this.#arrange();
    const { name, steps } = this.#picture;
    this.#tell("flow-ready", { name: name ?? null, steps });
  }

  #record(history) {
    // A run that was faster has put the player in the picture's place.
    if (!this.#picture) {
      return;
    }
    let events;
    try {
      events = this.#picture.record(history);
    } catch (error) {
      const why = reason(error);
      throw new Problem((words) => words.badHistory(why), "history");
    }
    this.#parts.slider.max = String(events);
    this.#parts.slider.value = String(events);
    this.#moment = { events };
    this.#show(events);
  }

  #show(event) {
    const status = this.#picture?.show(event);
    if (status === undefined || !this.#moment) {
      return;
    }
    const { events } = this.#moment;
    this.#moment = { event, events, status };
    this.#arrange();
    if (event === events && this.#picture.ended) {
      this.#tell("flow-end", { status, events, recorded: true });
    }
  }

  /** Puts the player in the picture's place, which runs the flow at once. */
  async #start(flow, signal) {
    if (!flow) {
      // What is missing is told already.
      return;
    }
    const [scenario, module] = await Promise.all([textOf(this, "scenario", signal), layers.player()]);
    if (signal.aborted || this.#flow !== flow) {
      return;
    }
    const { root, player } = this.#parts;
    addPlayerStyles(root, module.styles);
    this.#player?.unmount();
    this.#player = null;
    player.hidden = false;
    const inner = document.createElement("div");
    inner.className = "player-root";
    player.replaceChildren(inner);
    this.#player = new module.MountedPlayer(inner, flow.name, flow.definition, scenario ?? NO_SCENARIO, this.getAttribute("direction") ?? "", (news) => this.#hear(news));
    this.#freePicture();
    this.#forget();
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

  /** Makes what is seen fit the attributes, the language and what is there. */
  #arrange() {
    const { frame, bar, run, slider, words, zoom, place, problem, problemWords, again } = this.#parts;
    const theme = this.getAttribute("theme");
    frame.dataset.theme = theme === "light" || theme === "dark" ? theme : "auto";
    const playing = this.#player !== null;
    // Where a player is to come, its bar is there from the start, so that the picture keeps its room.
    bar.hidden = playing || (!this.#plays && !this.#flow);
    bar.classList.toggle("floating", !this.#plays);
    place.hidden = playing;
    zoom.hidden = !this.#flow;
    run.hidden = !this.#plays;
    run.disabled = !this.#flow || this.#starting;
    this.#words = wordsFor(this);
    label(this.#parts, this.#words);
    run.textContent = this.#starting ? this.#words.loading : this.#words.run;
    words.hidden = !this.#plays || !this.#moment;
    slider.hidden = words.hidden || this.#moment.events === 0;
    if (this.#moment?.status) {
      const { event, events } = this.#moment;
      const status = this.#words.status(this.#moment.status);
      words.textContent = this.#words.at(status, event, events);
      slider.setAttribute("aria-valuetext", this.#words.atAloud(status, event, events));
    }
    problem.hidden = !this.#problem;
    again.hidden = !this.#problem?.mayPass;
    write(problemWords, this.#problem?.say(this.#words) ?? "");
    if (playing && !this.#plays) {
      this.reload();
    }
  }

  /** Takes the player away; what was drawn before it has to be drawn anew. */
  #closePlayer() {
    if (this.#player) {
      this.#player.unmount();
      this.#player = null;
      this.#flow = null;
      this.#parts.player.hidden = true;
      this.#parts.player.replaceChildren();
      this.#parts.frame.classList.remove("drawn");
      this.#arrange();
    }
  }

  #freePicture() {
    this.#picture?.free();
    this.#picture = null;
    this.#moment = null;
  }

  /** Tells the reader in the element, and the page by an event. */
  #fail(problem, again) {
    this.#problem = problem;
    this.#again = again;
    this.#arrange();
    this.#tell("flow-error", { message: problem.say(this.#words), stage: problem.stage });
  }

  #forget() {
    this.#problem = null;
    this.#again = null;
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
    this.#language.disconnect();
    this.#loading?.abort();
    this.#closePlayer();
    this.#freePicture();
    this.#flow = null;
    this.#seen = false;
    this.#parts.frame.classList.remove("drawn");
    this.#forget();
    this.#arrange();
  }
}

for (const name of PROPERTIES) {
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
