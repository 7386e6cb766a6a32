// Rows of the parts of an alert: filled in, put in another order by keyboard and by drag.
export const total = (prefix) => document.getElementById(`id_${prefix}-TOTAL_FORMS`);
export const row = (prefix, index) => document.getElementById(`${prefix}-${index}`);
const field = (prefix, index, name) => document.getElementById(`id_${prefix}-${index}-${name}`);

/** Set a field as a person would: `value` is a text, true or false, or choices as {id, text}. */
export function set(input, value) {
  if (!input) return;
  if (input.type === "checkbox") input.checked = !!value;
  else if (input.matches("select.admin-autocomplete")) {
    const chosen = [value].flat().filter((one) => one && one.id);
    for (const { id, text } of chosen)
      if (![...input.options].some((option) => option.value === String(id))) input.add(new Option(text, id));
    for (const option of input.options) option.selected = chosen.some(({ id }) => String(id) === option.value);
    // In the order in which they were chosen.
    if (input.multiple) for (const { id } of chosen) input.append([...input.options].find((o) => o.value === String(id)));
    window.django.jQuery(input).trigger("change"); // what select2 listens to
  } else input.value = value ?? "";
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** One more row under `prefix`, as “Add another” makes it; its index. */
export function add(prefix) {
  const index = Number(total(prefix).value);
  const link = document.querySelector(`#${prefix}-group .add-row a`);
  if (!link || link.parentElement.hidden) return -1;
  link.click();
  return index;
}

export function fill(prefix, values) {
  const index = add(prefix);
  for (const [name, value] of Object.entries(values)) set(field(prefix, index, name), value);
  return index;
}

// The order -------------------------------------------------------------------------------------------------------

const rowsOf = (group) => [...group.querySelectorAll(".form-row.dynamic-" + nameOf(group) + ", .inline-related.dynamic-" + nameOf(group))];
const nameOf = (group) => group.id.replace(/-group$/, "");
const placeOf = (one) => one.querySelector('input[name$="-position"], input[name$="-number"]');

function renumber(group) {
  const rows = rowsOf(group).filter(placeOf);
  const numbered = rows.some((one) => placeOf(one).name.endsWith("-number"));
  // Numbers are those of the document: they are dealt out anew. Places run from 1.
  const given = rows.map((one) => Number(placeOf(one).value)).filter(Boolean).sort((a, b) => a - b);
  let next = given.at(-1) ?? 0;
  while (given.length < rows.length) given.push((next += 1));
  rows.forEach((one, index) => set(placeOf(one), numbered ? given[index] : index + 1));
}

function move(one, before) {
  const group = one.closest(".inline-group");
  before.parent.insertBefore(one, before.node);
  renumber(group);
  const at = rowsOf(group).indexOf(one) + 1;
  say(`Now in place ${at} of ${rowsOf(group).length}.`);
}

function step(one, by) {
  const rows = rowsOf(one.closest(".inline-group"));
  const other = rows[rows.indexOf(one) + by];
  if (!other) return;
  move(one, { parent: one.parentElement, node: by < 0 ? other : other.nextSibling });
}

const told = document.createElement("p");
told.className = "visually-hidden";
told.setAttribute("role", "status");
const say = (words) => { told.textContent = words; };

const button = (label, sign, name) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = name;
  made.textContent = sign;
  made.setAttribute("aria-label", label);
  made.title = label;
  return made;
};

function equip(one) {
  if (!placeOf(one) || one.querySelector(".movers") || one.classList.contains("empty-form")) return;
  const movers = document.createElement("span");
  movers.className = "movers";
  const [grip, up, down] = [button("Drag to another place", "⠿", "grip"), button("Move up", "↑", "up"), button("Move down", "↓", "down")];
  grip.draggable = true;
  grip.tabIndex = -1; // the keyboard has the other two
  movers.append(grip, up, down);
  (one.matches("tr") ? placeOf(one).parentElement : one.querySelector("h3")).prepend(movers);
}

let dragged = null;
function listen(group) {
  group.addEventListener("click", (event) => {
    const pressed = event.target.closest(".movers .up, .movers .down");
    if (!pressed) return;
    step(pressed.closest("[class*='dynamic-']"), pressed.matches(".up") ? -1 : 1);
    pressed.focus();
  });
  group.addEventListener("keydown", (event) => {
    const one = event.target.closest("[class*='dynamic-']");
    if (!one || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key) || !placeOf(one)) return;
    event.preventDefault();
    step(one, event.key === "ArrowUp" ? -1 : 1);
    event.target.focus();
  });
  group.addEventListener("dragstart", (event) => {
    if (!event.target.matches?.(".grip")) return;
    dragged = event.target.closest("[class*='dynamic-']");
    dragged.classList.add("is-moved");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  group.addEventListener("dragover", (event) => {
    const over = event.target.closest("[class*='dynamic-']");
    if (!dragged || !over || over.closest(".inline-group") !== dragged.closest(".inline-group")) return;
    event.preventDefault();
    for (const marked of group.querySelectorAll(".is-target")) marked.classList.remove("is-target");
    over.classList.add("is-target");
  });
  group.addEventListener("drop", (event) => {
    const over = event.target.closest("[class*='dynamic-']");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const rows = rowsOf(group);
    const isDown = rows.indexOf(dragged) < rows.indexOf(over);
    move(dragged, { parent: over.parentElement, node: isDown ? over.nextSibling : over });
  });
  group.addEventListener("dragend", () => {
    dragged?.classList.remove("is-moved");
    dragged = null;
    for (const marked of group.querySelectorAll(".is-target")) marked.classList.remove("is-target");
  });
}

export function order() {
  document.body.append(told);
  for (const group of document.querySelectorAll(".inline-group")) {
    listen(group);
    rowsOf(group).forEach(equip);
  }
  document.addEventListener("formset:added", (event) => equip(event.target));
}
