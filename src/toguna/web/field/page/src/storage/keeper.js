// Who this browser belongs to for now: the account that signed in last and has not signed out, with its keys.
//
// Without a network nobody can be asked, so this is what the page goes by. Signing out, here or on any page of the site,
// takes the keys away; what was not sent stays behind, sealed, until the same account signs in again.

import { Shelf } from "./database.js";
import { keyFrom } from "./sealing.js";

const shelf = new Shelf("toguna-keeper");
const WHO = "who";
// Written by the sign-out form of every page of the site, which cannot wait for a database.
const SIGNED_OUT = "toguna:signed-out";

export async function whoIsHere() {
  if (localStorage.getItem(SIGNED_OUT)) {
    await forget();
    return null;
  }
  return (await shelf.get(WHO)) ?? null;
}

export async function welcome(account, encodedKeys) {
  const keys = await Promise.all(encodedKeys.map(keyFrom));
  const who = { id: WHO, account, keys };
  await shelf.change({ put: [who] });
  localStorage.removeItem(SIGNED_OUT);
  return who;
}

export async function forget() {
  await shelf.change({ remove: [WHO] });
  localStorage.removeItem(SIGNED_OUT);
}

// Calls back when somebody signs out in another tab.
export function onSignedOutElsewhere(tell) {
  addEventListener("storage", (event) => { if (event.key === SIGNED_OUT && event.newValue) tell(); });
}
