// The words of a form, with the little Markdown that they may carry, and the pictures and sounds beside them.

import { h, inject, onScopeDispose, ref, watchEffect } from "vue";

const ELEMENTS = new Set(["h1", "h2", "h3", "h4", "h5", "h6", "a", "br", "div", "em", "li", "ol", "p", "span", "strong", "u", "ul"]);
// A form's own headings stand beneath the page's.
const HEADING = /^h[1-6]$/;
const SAFE_ADDRESS = /^(https?:|mailto:|tel:)/i;

// HTML that somebody wrote into a label is read as text: a form is not trusted to run anything.
const textOf = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

function piece(node) {
  if (node.role === "child") return node.value;
  if (node.role === "html") return textOf(node.unsafeHtml);
  if (node.role === "line-break") return h("br");
  const name = HEADING.test(node.elementName) ? "strong" : ELEMENTS.has(node.elementName) ? node.elementName : "span";
  const more = name === "a" && SAFE_ADDRESS.test(node.url ?? "") ? { href: node.url, target: "_blank", rel: "noopener" } : {};
  // A paragraph inside a label is no valid HTML; its words are.
  const element = name === "p" || name === "div" ? "span" : name;
  const style = node.properties?.style;
  return h(element, { ...more, ...(style ? { style } : {}), class: name === "p" ? "paragraph" : null }, node.children.map(piece));
}

export const Words = (props) => {
  const { of: range } = props;
  if (!range) return null;
  return range.formatted?.length ? range.formatted.map(piece) : range.asString;
};
Words.props = ["of"];

export const Media = {
  props: ["of"],
  setup(props) {
    const fetchAttachment = inject("fetchAttachment");
    const pieces = ref([]);
    const made = [];
    watchEffect(async () => {
      const range = props.of;
      const wanted = [["img", range?.imageSource], ["audio", range?.audioSource], ["video", range?.videoSource]];
      const found = [];
      for (const [kind, source] of wanted.filter(([, each]) => each)) {
        const answer = await fetchAttachment(source);
        if (!answer.ok) continue;
        const address = URL.createObjectURL(await answer.blob());
        made.push(address);
        found.push({ kind, address });
      }
      pieces.value = found;
    });
    onScopeDispose(() => made.forEach((address) => URL.revokeObjectURL(address)));
    return () => pieces.value.map(({ kind, address }) =>
      h(kind, kind === "img" ? { src: address, alt: "", class: "label-picture" } : { src: address, controls: true }));
  },
};
