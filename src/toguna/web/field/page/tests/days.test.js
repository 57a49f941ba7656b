import assert from "node:assert/strict";
import test from "node:test";
import { fromBox, offset, toBox } from "../src/form/days.js";

test("a day is kept as it is written, whatever the device's place in the world", () => {
  assert.equal(toBox("2026-11-22", "date"), "2026-11-22");
  assert.equal(fromBox("2026-11-22", "date"), "2026-11-22");
  assert.equal(fromBox("", "date"), "");
});

test("a form that asks for a month or a year gets the first day of it", () => {
  assert.equal(fromBox("2026-11", "date", "month-year"), "2026-11-01");
  assert.equal(toBox("2026-11-01", "date", "month-year"), "2026-11");
  assert.equal(fromBox("2026", "date", "year"), "2026-01-01");
  assert.equal(fromBox("26", "date", "year"), "");
});

test("an hour carries its distance from UTC", () => {
  assert.match(offset(), /^[+-]\d\d:\d\d$/);
  assert.equal(fromBox("09:30", "time"), `09:30:00.000${offset()}`);
  assert.equal(toBox(fromBox("2026-11-22T09:30", "dateTime"), "dateTime"), "2026-11-22T09:30");
});
