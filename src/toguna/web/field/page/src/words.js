// The page's words in the language of whoever reads it. All languages come with the page, so that it changes without a
// network; dates and numbers are written as each language writes them.

import { ref, watchEffect } from "vue";

const given = JSON.parse(document.getElementById("words").textContent);
const CHOSEN = "toguna:language";

export const { languages, addresses } = given;
export const language = ref(localStorage.getItem(CHOSEN) ?? languages[0].code);

watchEffect(() => {
  document.documentElement.lang = language.value;
  document.title = `${t("title")} – Toguna`;
  document.getElementById("door").textContent = t("door");
});

export function speak(code, { chosen = false } = {}) {
  if (!languages.some((one) => one.code === code)) return;
  if (chosen) localStorage.setItem(CHOSEN, code);
  if (chosen || !localStorage.getItem(CHOSEN)) language.value = code;
}

export function t(key, values = {}) {
  const words = given.words[language.value][key];
  if (words === undefined) throw new Error(`no words for ${key}`);
  return spaced(words.replace(/%\((\w+)\)s/g, (_, name) => values[name]));
}

// French writes a space before its colon and inside its quotes, and no line may end there; nor between it and a number.
const spaced = (words) => (language.value === "fr"
  ? words.replace(/ ([:;?!»])/g, "\u00a0$1").replace(/« /g, "«\u00a0").replace(/: (?=\d)/g, ":\u00a0") : words);

// Content in several languages: this reader's, or French, which is always there.
export const said = (texts) => texts[language.value] ?? texts.fr ?? Object.values(texts)[0] ?? "";

export const moment = (when) =>
  new Intl.DateTimeFormat(language.value, { dateStyle: "long", timeStyle: "short" }).format(new Date(when));

// A day without its hour; read as it is written, wherever the device thinks it is.
export const day = (when) =>
  new Intl.DateTimeFormat(language.value, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${when}T00:00:00Z`));

export const number = (value) => new Intl.NumberFormat(language.value).format(value);
