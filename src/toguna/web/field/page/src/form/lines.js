// A line of a list in a few words, and where the hand goes when it is opened.

import { askedNodes } from "./engine.js";

const WORDS_SHOWN = 3;

function answer(node, longList) {
  const { value, instanceValue } = node.currentState;
  const list = instanceValue && longList(node);
  if (list) return list().find((option) => option.value === instanceValue)?.label ?? instanceValue;
  // A yes or a no says nothing without its question.
  if (node.nodeType === "select" && ["yes", "no"].includes(instanceValue)) return "";
  if (node.nodeType === "select") {
    return value.map((each) => node.getValueOption(each)?.label.asString ?? each).join(", ");
  }
  return node.nodeType === "input" ? instanceValue : "";
}

// What is written comes before what is ticked: a name says more than a yes.
export function inShort(line, longList) {
  const written = [];
  const chosen = [];
  for (const node of askedNodes(line)) {
    const words = answer(node, longList);
    if (words) (node.nodeType === "input" ? written : chosen).push(words);
  }
  return [...written, ...chosen].slice(0, WORDS_SHOWN).join(" · ");
}

export function focusFirst(element) {
  const field = element?.querySelector(".line-body input, .line-body select, .line-body textarea, .line-body button");
  field?.focus();
  element?.scrollIntoView({ block: "nearest" });
}

// Where a question stands, from the outside in: the numbers of the lines that it is in.
export function linesAbove(node) {
  const numbers = [];
  for (let at = node; at; at = at.parent) {
    if (at.nodeType !== "repeat-instance") continue;
    numbers.unshift(at.parent.currentState.children.findIndex((line) => line.nodeId === at.nodeId) + 1);
  }
  return numbers;
}
