import assert from "node:assert/strict";
import test from "node:test";
import { optionsOf, rowsOf } from "../src/form/longlists.js";

test("a CSV is read as spreadsheets write it", () => {
  assert.deepEqual(rowsOf('\uFEFFname,label\r\nA,"Un, deux"\r\nB,"dit ""le Grand"""\n'), [["name", "label"], ["A", "Un, deux"], ["B", 'dit "le Grand"']]);
  assert.deepEqual(rowsOf("name,label\nA,"), [["name", "label"], ["A", ""]]);
  assert.deepEqual(rowsOf('name,label\n"deux\nlignes",B'), [["name", "label"], ["deux\nlignes", "B"]]);
});

test("two communes of one name are told apart by their region", () => {
  const csv = "name,label,region\nC1,Sanankoro,Fleuve\nC2,Sanankoro,Falaises\nC3,Kita,Fleuve\n";
  assert.deepEqual(optionsOf(csv, "name", "label").map(({ value, label }) => [value, label]), [
    ["C1", "Sanankoro (Fleuve)"], ["C2", "Sanankoro (Falaises)"], ["C3", "Kita"],
  ]);
});
