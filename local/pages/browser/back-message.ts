/** The message by which the page behind "back to the chat" asks the chat to close the in-app browser. */
export const backMessage = "comptoir:back-to-chat";
