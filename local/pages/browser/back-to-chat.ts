/** Runs in the page behind "back to the chat": asks the chat around it to close the in-app browser. */

// Nothing secret is said, and the chat may have been opened under another name of this machine: any origin may hear it.
if (parent !== window) parent.postMessage({ type: "comptoir:back-to-chat" }, "*");
else if (opener === null) document.querySelector("a")?.focus();

export {};
