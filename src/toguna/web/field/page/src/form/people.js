// Who may be meant by the letters of a name, asked of the server while there is a line. Nothing of it stays on the device:
// the names of others are no luggage for a telephone, so without a line a name is simply typed.

import { askPeople } from "../exchange/server.js";
import { state } from "../state.js";
import { addresses } from "../words.js";
import { askedNodes } from "./engine.js";

const FORM = "fiche_presence";
const NAME = /\/participant\[\d+\]\/name$/;
const FEWEST_LETTERS = 2;
// What the server knows of a person, by the questions of a line that it answers.
const ANSWERED = ["sex", "birth_year", "commune", "village", "function", "organisation", "stakeholder_group", "phone"];

const nameOf = (node) => node.currentState.reference.split("/").pop();

export function peopleFor(entry, root) {
  const activity = () => [...askedNodes(root)].find((node) => nameOf(node) === "activity_code")?.currentState.instanceValue ?? "";
  return {
    isName: (node) => entry.form.formId === FORM && NAME.test(node.currentState.reference),
    async find(typed) {
      if (typed.trim().length < FEWEST_LETTERS || state.line !== "there" || !state.token) return [];
      try {
        return await askPeople(addresses.names, { q: typed, activity: activity(), sheet: entry.id }, state.token);
      } catch {
        // Offering names is a help; where it fails the agent types on.
        return [];
      }
    },
    // Only what is still empty: what the agent has read on the sheet goes before what was known.
    fill(node, person) {
      node.setValue(person.name);
      for (const other of node.parent.currentState.children) {
        const value = ANSWERED.includes(nameOf(other)) ? person[nameOf(other)] : "";
        if (!value || other.currentState.instanceValue || !other.currentState.relevant) continue;
        if (other.nodeType === "select") other.selectValue(value);
        else other.setValue(value);
      }
    },
  };
}
