// The player's module: its WebAssembly and the styles of the app's panels.

import styles from "../styles.css";

export { default, MountedPlayer } from "#player";
export { styles };
