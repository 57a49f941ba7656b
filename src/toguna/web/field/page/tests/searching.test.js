import assert from "node:assert/strict";
import test from "node:test";
import { found, plain } from "../src/form/searching.js";

const options = ["Kéniéba", "Kita", "San", "Sanankoro-Ba", "Baguinéda", "Bafoulabé"].map((label) => ({ label, plain: plain(label) }));
const names = (typed, most = 10) => found(options, typed, most).shown.map(({ label }) => label);

test("accents, capitals and hyphens do not matter", () => {
  assert.deepEqual(names("KENIEBA"), ["Kéniéba"]);
  assert.deepEqual(names("sanankoro ba"), ["Sanankoro-Ba"]);
});

test("a name that begins with what was typed comes first", () => {
  assert.deepEqual(names("ba"), ["Baguinéda", "Bafoulabé", "Kéniéba", "Sanankoro-Ba"]);
});

test("what does not fit on the screen is counted", () => {
  assert.deepEqual(names("", 2), ["Kéniéba", "Kita"]);
  assert.equal(found(options, "", 2).more, 4);
  assert.equal(found(options, "xyz", 2).shown.length, 0);
});
