// Number fields for the inputs, the class, the weights and the biases of the worked network.

const UNITS = [0, 1, 2];

/**
 * Fills the place for more below a picture; writes into `values` and calls `changed` after each edit. A click on a
 * number in the picture leads to its field. worked: what the button brings back.
 */
export function fields(root, values, worked, changed) {
  const place = root.querySelector(".bw-more");
  place.innerHTML =
    `<details class="bw-details bw-fields"><summary>Change the inputs, weights and biases</summary>` +
    `<div class="bw-grids">${grid("x", [values.x], (_, i) => `x of unit ${i}`)}${classes(values.y)}` +
    [1, 2, 3]
      .map(
        (l) =>
          `<div class="bw-layer">` +
          grid(`W${l}`, values[`W${l}`], (i, j) => `W${l} from unit ${i} to unit ${j}`) +
          grid(`b${l}`, [values[`b${l}`]], (_, j) => `b${l} of unit ${j}`) +
          "</div>",
      )
      .join("") +
    `</div><button type="button">Bring back the worked numbers</button></details>`;

  place.addEventListener("input", ({ target }) => {
    const { name, i, j } = target.dataset;
    if (name === "y") {
      values.y = UNITS.map((k) => (k === target.selectedIndex ? 1 : 0));
    } else if (Number.isFinite(target.valueAsNumber)) {
      (name.startsWith("W") ? values[name][i] : values[name])[j] = target.valueAsNumber;
    } else {
      return; // an emptied field: wait for the number
    }
    changed();
  });
  root.querySelector(".bw-panels").addEventListener("click", ({ target }) => {
    const [name, i, j] = target.closest("[data-field]")?.dataset.field.split("-") ?? [];
    if (!name) return;
    place.querySelector("details").open = true;
    place.querySelector(`[data-name="${name}"][data-i="${i}"][data-j="${j}"]`).select();
  });
  place.querySelector("button").addEventListener("click", () => {
    Object.assign(values, structuredClone(worked));
    for (const field of place.querySelectorAll("[data-name]")) {
      const { name, i, j } = field.dataset;
      if (name === "y") field.selectedIndex = values.y.indexOf(1);
      else field.value = (name.startsWith("W") ? values[name][i] : values[name])[j];
    }
    changed();
  });
}

function grid(name, rows, label) {
  return (
    `<div class="bw-grid" role="group" aria-label="${name}"><span>${name}</span>` +
    rows
      .map(
        (row, i) =>
          `<div>` +
          row
            .map(
              (value, j) =>
                `<input type="number" step="0.1" data-name="${name}" data-i="${i}" data-j="${j}" ` +
                `aria-label="${label(i, j)}" value="${value}">`,
            )
            .join("") +
          `</div>`,
      )
      .join("") +
    `</div>`
  );
}

function classes(y) {
  return (
    `<label class="bw-grid"><span>right class</span><select data-name="y">` +
    y.map((v, k) => `<option${v ? " selected" : ""}>${k}</option>`).join("") +
    `</select></label>`
  );
}
