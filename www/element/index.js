// The module that a page loads: it defines `<flow-glass>`.

import { FlowGlass } from "./flow-glass.js";

export { FlowGlass };

// A page may load the module twice, under two addresses.
if (!customElements.get("flow-glass")) {
  customElements.define("flow-glass", FlowGlass);
}
