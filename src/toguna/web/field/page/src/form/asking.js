// What every question needs, whatever its kind: whether its error is shown, and how its parts are named for a screen reader.

import { computed, inject, ref, watch } from "vue";
import { t } from "../words.js";

export function useQuestion(node) {
  const sending = inject("sending");
  const touched = ref(false);
  watch(() => node.currentState.instanceValue, () => { touched.value = true; });
  const violation = computed(() => (touched.value || sending.value ? node.validationState.violation : null));
  const error = computed(() => {
    if (!violation.value) return "";
    const words = violation.value.message?.asString;
    return words || t(violation.value.condition === "required" ? "answer-required" : "answer-not-allowed");
  });
  const id = node.nodeId.replace(":", "-");
  const described = computed(() => {
    const parts = [node.currentState.hint && `${id}-hint`, error.value && `${id}-error`].filter(Boolean);
    return parts.length ? parts.join(" ") : null;
  });
  return {
    id, error, touched, described,
    invalid: computed(() => (error.value ? "true" : null)),
    readonly: computed(() => node.currentState.readonly),
  };
}

export const looks = (node, name) => Boolean(node.appearances?.[name]);
