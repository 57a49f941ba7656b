import assert from "node:assert/strict";
import test from "node:test";
import { fitted } from "../src/form/photos.js";

test("a photo is made smaller in its own proportions, never larger", () => {
  assert.deepEqual(fitted(4000, 3000, 1600), [1600, 1200]);
  assert.deepEqual(fitted(3000, 4000, 1600), [1200, 1600]);
  assert.deepEqual(fitted(800, 600, 1600), [800, 600]);
  assert.deepEqual(fitted(10000, 1, 1600), [1600, 1]);
});
