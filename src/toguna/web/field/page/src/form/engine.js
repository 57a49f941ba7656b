// The XForms engine of ODK Web Forms, opened on a form of this device. What it computes is the form's; how it looks is ours.

import { loadForm } from "@getodk/xforms-engine";
import { shallowReactive } from "vue";
import { longLists, takeLongLists } from "./longlists.js";

const XML_PART = "xml_submission_file";

export class FormUnreadable extends Error {}

// The files of a form, as the engine asks for them: jr://file-csv/communes.csv and the like.
export function attachmentFetcher(snapshot) {
  return async (url) => {
    const name = decodeURIComponent(String(url).split("/").pop());
    const file = snapshot.files[name];
    if (!file) return new Response(null, { status: 404 });
    const body = file.text ?? Uint8Array.from(atob(file.base64), (letter) => letter.charCodeAt(0));
    return new Response(body, { status: 200, headers: { "Content-Type": file.type } });
  };
}

let lastMoment = 0;

// Two photos taken within one thousandth of a second still have two names.
function nameOf({ extension }) {
  lastMoment = Math.max(Date.now(), lastMoment + 1);
  return `${lastMoment}${extension ?? ""}`;
}

async function load(snapshot) {
  const fetchFormAttachment = attachmentFetcher(snapshot);
  const { xml, taken } = takeLongLists(snapshot);
  const form = await loadForm(xml, { fetchFormAttachment, missingResourceBehavior: "BLANK" });
  if (form.status === "failure") throw new FormUnreadable(form.error?.message ?? "", { cause: form.error });
  return { form, longList: longLists(taken, snapshot.files) };
}

const config = (account, locate) => ({
  // Shallow, because the 700 communes of one question would otherwise each be watched.
  stateFactory: shallowReactive,
  instanceAttachments: { fileNameFactory: nameOf },
  preloadProperties: { username: account.email, email: account.email },
  geolocationProvider: { getLocation: locate },
});

function asInstance(xml, files) {
  const instance = new FormData();
  instance.append(XML_PART, new File([xml], XML_PART, { type: "text/xml" }));
  for (const file of files) instance.append(file.name, file, file.name);
  return instance;
}

export async function beginInstance(snapshot, options) {
  const { form, longList } = await load(snapshot);
  return { root: form.createInstance(config(options.account, options.locate)).root, longList };
}

export async function resumeInstance(snapshot, { xml, files }, options) {
  const data = [asInstance(xml, files)];
  const { form, longList } = await load(snapshot);
  return { root: (await form.restoreInstance({ data }, config(options.account, options.locate))).root, longList };
}

// A record that came back: the same answers under a new instance, which names the one that it replaces.
export async function correctInstance(snapshot, { xml, files }, options) {
  const input = { inputType: "FORM_INSTANCE_INPUT_RESOLVED", data: [asInstance(xml, files)] };
  const { form, longList } = await load(snapshot);
  return { root: (await form.editInstance(input, config(options.account, options.locate))).root, longList };
}

const inMeta = (answers, name) => answers.getElementsByTagNameNS("*", name)[0];

export const instanceOf = (xml) =>
  inMeta(new DOMParser().parseFromString(xml, "text/xml"), "instanceID")?.textContent.trim() ?? "";

// The engine names the record that a correction replaces while the correction is begun, and forgets it when the draft is
// taken up again, because the form itself has no such question. Without it the correction would be a second record.
function namingReplaced(answers, replaces) {
  const instance = inMeta(answers, "instanceID");
  if (!replaces || !instance || inMeta(answers, "deprecatedID")) return false;
  const deprecated = answers.createElementNS(instance.namespaceURI, instance.tagName.replace("instanceID", "deprecatedID"));
  deprecated.textContent = replaces;
  instance.after(deprecated);
  return true;
}

// The answers as they are now, ready to be kept or sent.
export async function answersOf(root, replaces = "") {
  const payload = await root.prepareInstancePayload({ payloadType: "monolithic" });
  const [data] = payload.data;
  const written = await data.get(XML_PART).text();
  const files = [...data.entries()].filter(([name]) => name !== XML_PART).map(([, file]) => file);
  const answers = new DOMParser().parseFromString(written, "text/xml");
  const xml = namingReplaced(answers, replaces) ? new XMLSerializer().serializeToString(answers) : written;
  return {
    xml, files, instance: inMeta(answers, "instanceID")?.textContent.trim() ?? "",
    // A form joins its parts with dashes and dots, and a part may be missing yet.
    label: (inMeta(answers, "instanceName")?.textContent ?? "").replace(/^[\s·,;/–-]+|[\s·,;/–-]+$/g, ""),
    violations: root.validationState.violations.length,
  };
}

export function speakForm(root, code) {
  const found = root.languages.find(({ language, locale }) =>
    locale?.language === code || language.toLowerCase().includes(`(${code})`) || language.toLowerCase() === code);
  if (found && found !== root.currentState.activeLanguage) root.setLanguage(found);
}

// Every node beneath, in the order of the form; what is not asked is left out.
export function* askedNodes(node) {
  for (const child of node.currentState.children ?? []) {
    if (!child.currentState.relevant) continue;
    yield child;
    yield* askedNodes(child);
  }
}
