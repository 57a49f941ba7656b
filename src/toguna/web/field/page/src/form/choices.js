// One choice out of a list, whoever holds the list: the engine, or the page where the list is a long file.

import { plain } from "./searching.js";

export function choicesOf(node, longList) {
  if (!longList) {
    return {
      options: () => node.currentState.valueOptions.map((option) => {
        const label = option.label.asString;
        return { value: option.value, label, plain: plain(label) };
      }),
      chosen: () => node.currentState.value[0] ?? "",
      labelOf: (value) => node.getValueOption(value)?.label.asString ?? value,
      choose: (value) => node.selectValue(value),
    };
  }
  return {
    options: longList,
    chosen: () => node.currentState.instanceValue,
    labelOf: (value) => longList().find((option) => option.value === value)?.label ?? value,
    choose: (value) => node.setValue(value ?? ""),
  };
}
