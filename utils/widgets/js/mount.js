// Puts a picture on the page: controls, plots, numbers in words, and the same numbers as a table.
//
// A picture is { title, controls(data), show(state, data) }, where `show` returns
// { panels: [{ svg, alt }], numbers: [[name, text]], say, table: { head, rows } }, and `heading`, `formula` (HTML) and
// `notes` (sentences) where it has them. The state holds, for each control, the index of its value. Everything a picture shows
// follows from `show` alone. `attach`, where there is one, adds what goes beyond sliders and choices.

import { escape, unpack } from "./numbers.js";

/** Fills the element `el`. A kernel that answers questions sends it the event "line" (see asking.py). */
export function mount(el, picture, packed) {
  const data = unpack(packed);
  const title = escape(data.title ?? picture.title);
  const id = `bw-${Math.random().toString(36).slice(2)}`; // radio buttons of one name in a page would be one choice
  const root = document.createElement("div");
  root.className = "bw";
  root.dataset.lmSuppressShortcuts = "true"; // JupyterLab moves between cells on arrow keys otherwise
  root.addEventListener("keydown", (event) => event.stopPropagation());
  root.innerHTML =
    `<div class="bw-figure" role="group" aria-labelledby="${id}-title">` +
    `<p class="bw-title" id="${id}-title">${title}</p>` +
    `<div class="bw-controls"></div><div class="bw-panels" role="region" aria-label="Picture: ${title}"></div>` +
    `<div role="status"><div class="bw-formula"></div>` +
    `<div class="bw-words"><dl class="bw-numbers"></dl><p class="bw-say"></p><div class="bw-notes"></div></div></div>` +
    `<div class="bw-more"></div>` +
    `<details class="bw-details bw-same"><summary>The same numbers as a table</summary>` +
    `<div class="bw-scroll" tabindex="0" role="region" aria-label="Table: ${title}"></div></details></div>`;
  const find = (name) => root.querySelector(`.bw-${name}`);

  const controls = picture.controls(data);
  const state = Object.fromEntries(controls.map((c) => [c.name, c.start ?? 0]));
  const inputs = [];

  function draw() {
    const shown = picture.show(state, data);
    find("panels").innerHTML = shown.panels.map((p) => p.svg).join("");
    find("formula").innerHTML = shown.heading ? `<p class="bw-step">${escape(shown.heading)}</p>${shown.formula}` : "";
    find("numbers").innerHTML = shown.numbers
      .map(([n, v]) => `<div><dt>${escape(n)}</dt><dd>${escape(v)}</dd></div>`)
      .join("");
    find("say").textContent = shown.say;
    find("notes").innerHTML = (shown.notes ?? []).map((n) => `<p>${escape(n)}</p>`).join("");
    bringToSight(find("panels"));
    if (find("same").open) find("scroll").innerHTML = table(shown.table);
  }

  for (const control of controls) {
    const { element, follow } = { choice, range, buttons }[control.kind](control, id, state, () => {
      inputs.forEach((input) => input());
      draw();
    });
    inputs.push(follow);
    find("controls").append(element);
  }
  find("same").addEventListener("toggle", draw);
  picture.attach?.(root, state, data, draw, line(el));
  // Panels that are wider than their place scroll, and what scrolls can be reached by keyboard.
  new ResizeObserver(() => {
    const panels = find("panels");
    if (panels.scrollWidth > panels.clientWidth) panels.tabIndex = 0;
    else panels.removeAttribute("tabindex");
  }).observe(find("panels"));
  draw();
  el.replaceChildren(root);
  return root;
}

/** Where the panels scroll, what is lit comes into sight. */
function bringToSight(panels) {
  const lit = panels.hasAttribute("tabindex") ? [...panels.querySelectorAll(".on")] : [];
  if (!lit.length) return;
  const places = lit.map((unit) => unit.getBoundingClientRect());
  const middle = (Math.min(...places.map((p) => p.left)) + Math.max(...places.map((p) => p.right))) / 2;
  const frame = panels.getBoundingClientRect();
  panels.scrollLeft += middle - (frame.left + frame.right) / 2;
}

/** { ask(question), onAnswer(callback) }: the latest question waits until there is somebody to answer it. */
function line(el) {
  let [send, waiting, use] = [null, null, null];
  el.addEventListener("line", ({ detail }) => {
    send = detail.ask;
    detail.onAnswer((answer) => use?.(answer));
    if (waiting) send(waiting);
  });
  return {
    ask(question) {
      waiting = question;
      send?.(question);
    },
    onAnswer(callback) {
      use = callback;
    },
  };
}

export function table({ head, rows }) {
  return (
    `<table><thead><tr>${head.map((h) => `<th scope="col">${escape(h)}</th>`).join("")}</tr></thead><tbody>` +
    rows
      .map(
        ([first, ...rest]) =>
          `<tr><th scope="row">${escape(first)}</th>` + rest.map((cell) => `<td>${escape(cell)}</td>`).join("") + "</tr>",
      )
      .join("") +
    "</tbody></table>"
  );
}

// Each control is { element, follow }: `follow` brings it back in step with the state.

function range({ name, label, values }, id, state, changed) {
  const element = document.createElement("div");
  element.className = "bw-control";
  element.innerHTML =
    `<label for="${id}-${name}">${escape(label)}</label>` +
    `<input id="${id}-${name}" data-name="${name}" type="range" min="0" max="${values.length - 1}" step="1" value="${state[name]}">` +
    `<span aria-hidden="true" class="bw-value"></span>`;
  const input = element.querySelector("input");
  const follow = () => {
    const words = values[state[name]];
    input.value = state[name];
    input.setAttribute("aria-valuetext", words);
    element.querySelector(".bw-value").textContent = words;
  };
  input.addEventListener("input", () => {
    state[name] = Number(input.value);
    changed();
  });
  follow();
  return { element, follow };
}

function choice({ name, label, values }, id, state, changed) {
  const element = document.createElement("fieldset");
  element.className = "bw-control bw-choice";
  element.innerHTML =
    `<legend>${escape(label)}</legend>` +
    values
      .map(
        (words, i) =>
          `<label><input type="radio" name="${id}-${name}" data-name="${name}" value="${i}"${i === state[name] ? " checked" : ""}>` +
          ` ${escape(words)}</label>`,
      )
      .join("");
  element.addEventListener("change", (event) => {
    state[name] = Number(event.target.value);
    changed();
  });
  return { element, follow() {} };
}

function buttons({ buttons: list }, id, state, changed) {
  const element = document.createElement("div");
  element.className = "bw-control";
  for (const [words, press] of list) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", () => {
      press(state);
      changed();
    });
    element.append(button);
  }
  return { element, follow() {} };
}
