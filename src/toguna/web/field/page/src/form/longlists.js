// Long lists that come as a file, such as all communes, are read once for the whole form and searched as one types.
//
// The engine would make every name of the list anew, through two XPath expressions, for every line of every sheet: sixty
// participants and 700 communes are 84,000 of them before the form opens. So a question that offers a whole file, without
// a filter, is given to the engine as a text, and its choices are ours. What is written into the answers is the same.

import { plain } from "./searching.js";

const XFORMS = "http://www.w3.org/2002/xforms";
const WHOLE_FILE = /^instance\('([^']+)'\)\/root\/item$/;
const COLUMN = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;

// The rows of a CSV, as spreadsheets write it: quoted where it must be, a quote doubled inside quotes.
export function rowsOf(csv) {
  const rows = [[]];
  const cell = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|\n|\r|$)/gy;
  const text = csv.replace(/^\uFEFF/, "");
  while (cell.lastIndex < text.length) {
    const [, written, end] = cell.exec(text);
    rows.at(-1).push(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written);
    if (end !== "," && cell.lastIndex < text.length) rows.push([]);
    if (end === "," && cell.lastIndex === text.length) rows.at(-1).push("");
  }
  return rows.filter((row) => row.some((each) => each !== ""));
}

export function optionsOf(csv, valueName, labelName) {
  const [heading = [], ...rows] = rowsOf(csv);
  const value = heading.indexOf(valueName);
  const label = heading.indexOf(labelName);
  const times = new Map();
  for (const row of rows) times.set(row[label], (times.get(row[label]) ?? 0) + 1);
  return rows.map((row) => {
    // Two communes of one name are told apart by what else the list says of them.
    const others = row.filter((words, at) => at !== value && at !== label && words && words !== row[label]);
    const words = times.get(row[label]) > 1 && others.length ? `${row[label]} (${others.join(", ")})` : row[label] ?? "";
    return { value: row[value] ?? "", label: words, plain: plain(words) };
  });
}

function fileOf(form, instanceId, files) {
  const instance = [...form.getElementsByTagNameNS(XFORMS, "instance")].find((each) => each.getAttribute("id") === instanceId);
  const name = /^jr:\/\/file-csv\/(.+)$/.exec(instance?.getAttribute("src") ?? "")?.[1];
  return files[name]?.text === undefined ? null : { instance, name };
}

// A form's question as an XForm writes it, if all of one file is what it offers.
function wholeFile(question, form, files) {
  const itemset = question.getElementsByTagNameNS(XFORMS, "itemset")[0];
  const [, instanceId] = WHOLE_FILE.exec(itemset?.getAttribute("nodeset") ?? "") ?? [];
  const [value, label] = ["value", "label"].map((part) => itemset?.getElementsByTagNameNS(XFORMS, part)[0]?.getAttribute("ref"));
  if (!instanceId || !COLUMN.test(value ?? "") || !COLUMN.test(label ?? "")) return null;
  const file = fileOf(form, instanceId, files);
  return file && { ...file, instanceId, value, label };
}

function asText(question) {
  const text = question.ownerDocument.createElementNS(XFORMS, "input");
  text.setAttribute("ref", question.getAttribute("ref"));
  for (const child of [...question.childNodes]) if (child.localName !== "itemset") text.append(child);
  question.replaceWith(text);
}

// The form as the engine gets it, and for each question that is ours, by its path, where its choices stand.
export function takeLongLists({ xml, files }) {
  const form = new DOMParser().parseFromString(xml, "text/xml");
  const taken = new Map();
  // The engine knows the words of a choice only where it made the choices.
  if (xml.includes("jr:choice-name(")) return { xml, taken };
  const instances = new Map();
  for (const question of [...form.getElementsByTagNameNS(XFORMS, "select1")]) {
    const found = wholeFile(question, form, files);
    if (!found) continue;
    taken.set(question.getAttribute("ref"), { file: found.name, value: found.value, label: found.label });
    instances.set(found.instanceId, found.instance);
    asText(question);
  }
  if (!taken.size) return { xml, taken };
  let without = new XMLSerializer().serializeToString(form);
  for (const [id, instance] of instances) {
    if (without.includes(`instance('${id}')`)) continue;
    instance.remove();
    without = new XMLSerializer().serializeToString(form);
  }
  return { xml: without, taken };
}

// The choices of a question that is ours, read when they are first looked at and then the same for every line.
export function longLists(taken, files) {
  const read = new Map();
  return (node) => {
    const list = taken.size && taken.get(node.currentState.reference.replace(/\[\d+\]/g, ""));
    if (!list) return null;
    const key = `${list.file} ${list.value} ${list.label}`;
    return () => {
      if (!read.has(key)) read.set(key, optionsOf(files[list.file].text, list.value, list.label));
      return read.get(key);
    };
  };
}
