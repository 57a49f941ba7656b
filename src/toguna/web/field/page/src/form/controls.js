// Which control answers which question: by the kind of the answer, by how the form wants it to look, and by how many
// choices there are.

import { looks } from "./asking.js";
import Acknowledgement from "./controls/Acknowledgement.vue";
import ChoiceBox from "./controls/ChoiceBox.vue";
import ChoiceList from "./controls/ChoiceList.vue";
import ChoiceMany from "./controls/ChoiceMany.vue";
import ChoiceMenu from "./controls/ChoiceMenu.vue";
import FileAnswer from "./controls/FileAnswer.vue";
import LineOnGround from "./controls/LineOnGround.vue";
import NameAnswer from "./controls/NameAnswer.vue";
import NumberAnswer from "./controls/NumberAnswer.vue";
import PhotoAnswer from "./controls/PhotoAnswer.vue";
import PlaceAnswer from "./controls/PlaceAnswer.vue";
import RangeAnswer from "./controls/RangeAnswer.vue";
import RankAnswer from "./controls/RankAnswer.vue";
import TextAnswer from "./controls/TextAnswer.vue";
import TimeAnswer from "./controls/TimeAnswer.vue";

// More than that is searched; up to that, and asked for as a menu, the browser's own menu does it best.
const MENU_UP_TO = 40;
const LIST_UP_TO = 20;

const INPUTS = {
  int: NumberAnswer, decimal: NumberAnswer, date: TimeAnswer, time: TimeAnswer, dateTime: TimeAnswer,
  geopoint: PlaceAnswer, geotrace: LineOnGround, geoshape: LineOnGround,
};

function choiceControl(node) {
  const many = node.currentState.valueOptions.length;
  if (node.selectType === "select") return many > LIST_UP_TO || looks(node, "autocomplete") ? ChoiceMany : ChoiceList;
  if (looks(node, "autocomplete") || many > MENU_UP_TO) return ChoiceBox;
  return looks(node, "minimal") || many > LIST_UP_TO ? ChoiceMenu : ChoiceList;
}

export function controlFor(node, longList, people) {
  if (longList) return ChoiceBox;
  if (people?.isName(node)) return NameAnswer;
  switch (node.nodeType) {
    case "select": return choiceControl(node);
    case "rank": return RankAnswer;
    case "range": return RangeAnswer;
    case "trigger": return Acknowledgement;
    case "upload": return node.nodeOptions.media.type === "image" ? PhotoAnswer : FileAnswer;
    default: return INPUTS[node.valueType] ?? TextAnswer;
  }
}

const ONE_FIELD = new Set([ChoiceBox, ChoiceMenu, NameAnswer, NumberAnswer, RangeAnswer, TextAnswer, TimeAnswer]);

export const isOneField = (control) => ONE_FIELD.has(control);
