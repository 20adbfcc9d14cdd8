// Puts a picture on the page: controls, plots, numbers in words, and the same numbers as a table.
//
// A picture is { title, controls(data), show(state, data) }, where `show` returns
// { panels: [{ svg, alt }], numbers: [[name, text]], say, table: { head, rows } } and the state holds,
// for each control, the index of its value. Everything a picture shows follows from `show` alone.

import { escape, unpack } from "./numbers.js";

let pictures = 0;

export function mount(el, picture, packed) {
  const data = unpack(packed);
  const id = `bw-${Date.now().toString(36)}-${pictures++}`;
  const root = document.createElement("div");
  root.className = "bw";
  root.dataset.lmSuppressShortcuts = "true";
  root.addEventListener("keydown", (event) => event.stopPropagation());
  root.innerHTML =
    `<div class="bw-figure" role="group" aria-labelledby="${id}-title">` +
    `<p class="bw-title" id="${id}-title">${escape(picture.title)}</p>` +
    `<div class="bw-controls"></div><div class="bw-panels"></div>` +
    `<div class="bw-words" role="status"><dl class="bw-numbers"></dl><p class="bw-say"></p></div>` +
    `<details class="bw-details"><summary>The same numbers as a table</summary>` +
    `<div class="bw-scroll" tabindex="0" role="region" aria-label="Table: ${escape(picture.title)}"></div></details></div>`;
  const find = (name) => root.querySelector(`.bw-${name}`);

  const controls = picture.controls(data);
  const state = Object.fromEntries(controls.map((c) => [c.name, c.start ?? 0]));
  let shown;

  function draw() {
    shown = picture.show(state, data);
    find("panels").innerHTML = shown.panels.map((p) => p.svg).join("");
    find("numbers").innerHTML = shown.numbers.map(([n, v]) =>
      `<div><dt>${escape(n)}</dt><dd>${escape(v)}</dd></div>`).join("");
    find("say").textContent = shown.say;
    if (find("details").open) fillTable();
  }

  function fillTable() {
    find("scroll").innerHTML = table(shown.table);
  }

  for (const control of controls) {
    const make = control.kind === "choice" ? choice : range;
    find("controls").append(make(control, id, (index) => {
      state[control.name] = index;
      draw();
    }));
  }
  find("details").addEventListener("toggle", () => find("details").open && fillTable());
  draw();
  el.replaceChildren(root);
  return root;
}

export function table({ head, rows }) {
  return `<table><thead><tr>${head.map((h) => `<th scope="col">${escape(h)}</th>`).join("")}</tr></thead><tbody>` +
    rows.map(([first, ...rest]) => `<tr><th scope="row">${escape(first)}</th>` +
      rest.map((cell) => `<td>${escape(cell)}</td>`).join("") + "</tr>").join("") + "</tbody></table>";
}

/** A slider over the texts of its values. */
export function range({ name, label, values, start = 0 }, id, changed) {
  const box = document.createElement("div");
  box.className = "bw-control";
  box.innerHTML = `<label for="${id}-${name}">${escape(label)}</label>` +
    `<input id="${id}-${name}" data-name="${name}" type="range" min="0" max="${values.length - 1}" step="1" value="${start}">` +
    `<output for="${id}-${name}"></output>`;
  const input = box.querySelector("input");
  const say = () => {
    box.querySelector("output").textContent = values[input.value];
    input.setAttribute("aria-valuetext", values[input.value]);
  };
  input.addEventListener("input", () => {
    say();
    changed(Number(input.value));
  });
  say();
  return box;
}

function choice({ name, label, values, start = 0 }, id, changed) {
  const box = document.createElement("fieldset");
  box.className = "bw-control bw-choice";
  box.innerHTML = `<legend>${escape(label)}</legend>` + values.map((words, i) =>
    `<label><input type="radio" name="${id}-${name}" data-name="${name}" value="${i}"${i === start ? " checked" : ""}>` +
    ` ${escape(words)}</label>`).join("");
  box.addEventListener("change", (event) => changed(Number(event.target.value)));
  return box;
}
