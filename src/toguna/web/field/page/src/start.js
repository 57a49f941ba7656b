// The page begins here: it opens what this browser keeps, asks the server if there is a line, and shows itself.

import { createApp } from "vue";
import App from "./App.vue";
import { start, state } from "./state.js";
import { addresses } from "./words.js";
import "./field.css";

createApp(App).mount("#content");
start().catch((problem) => {
  // A browser that keeps nothing, as some do in a private window, is as good as one without keys.
  console.error(problem);
  Object.assign(state, { account: null, locked: "insecure", opened: true });
});

// Works only where the browser trusts the address: https, or this very machine.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(addresses.worker, { scope: addresses.page });
  // Drafts must not be the first thing that a full telephone throws away.
  navigator.storage?.persist?.();
}
