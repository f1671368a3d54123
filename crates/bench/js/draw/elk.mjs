import { elk } from "../peers.mjs";
import { reader } from "./read.mjs";

window.bench = { flow: reader(elk) };
