import assert from "node:assert/strict";
import test from "node:test";
import { waitAfter } from "../src/exchange/patience.js";

test("each try waits longer than the one before, up to five minutes", () => {
  const waits = [1, 2, 3, 4, 5].map((tries) => waitAfter(tries, () => 1));
  assert.deepEqual(waits, [2000, 4000, 8000, 16000, 32000]);
  assert.equal(waitAfter(50, () => 1), 300_000);
});

test("two phones that lost the line together do not come back together", () => {
  assert.equal(waitAfter(3, () => 0), 4000);
  assert.equal(waitAfter(3, () => 0.5), 6000);
});
