/** Runs in the page behind "back to the chat": asks the chat around it to close the in-app browser. */
import { backMessage } from "./back-message.ts";

// The message holds no secret, and the chat may have been opened under another name of this machine: any origin may get it.
if (parent !== window) parent.postMessage({ type: backMessage }, "*");
else if (opener === null) document.querySelector("a")?.focus();
