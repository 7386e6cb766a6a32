// What is typed on the page of an alert is kept in this browser until it is saved: a closed tab loses nothing.
// Copies stand in localStorage under the account's key; they go with a save that succeeded, and at sign-out.
import { add, set, total } from "./rows.js";

const ROOT = "forewarned:";
const DAYS = 30;
const NOT_KEPT = /^(csrfmiddlewaretoken|kept_copy|_.*|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)$/;
const MOST_SHOWN = 15;
const LONGEST_SHOWN = 160;

const keys = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));
const read = (key) => {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
};

// On every page of the admin ----------------------------------------------------------------------------------------

const saved = /^#saved=([0-9a-f]{16})$/.exec(location.hash);
if (saved) {
  for (const key of keys(ROOT)) if (read(key)?.token === saved[1]) localStorage.removeItem(key);
  history.replaceState(history.state, "", location.pathname + location.search);
}
let isSignedOut = false;
document.addEventListener("submit", (event) => {
  const action = event.submitter?.getAttribute("formaction") || event.target.getAttribute("action") || "";
  if (!/\/logout\/?$/.test(new URL(action, location).pathname)) return;
  isSignedOut = true;
  keys(ROOT).forEach((key) => localStorage.removeItem(key));
});

// On the page of an alert -------------------------------------------------------------------------------------------

/** What stands in `form`: name → values, and the labels of what is chosen. */
function snapshot(form) {
  const values = {}, labels = {};
  for (const field of form.elements) {
    if (!field.name || NOT_KEPT.test(field.name) || field.name.includes("__prefix__")) continue;
    if (["file", "submit", "button"].includes(field.type)) continue;
    if (field.matches("select")) {
      const chosen = [...field.selectedOptions].filter((option) => option.value);
      values[field.name] = chosen.map((option) => option.value);
      labels[field.name] = Object.fromEntries(chosen.map((option) => [option.value, option.text]));
    } else if (field.type === "checkbox") values[field.name] = field.checked ? ["on"] : [];
    else values[field.name] = field.value === "" ? [] : [field.value];
  }
  return { values, labels };
}

const prefixes = () => [...document.querySelectorAll(".inline-group")].map((group) => group.id.replace(/-group$/, ""));
const rowOf = (name) => {
  const match = /^(.+?)-(\d+)-(.+)$/.exec(name);
  return match && prefixes().includes(match[1]) ? { prefix: match[1], index: match[2], field: match[3] } : null;
};

/** The rows of a snapshot: prefix → index → field → values. */
function rows(values) {
  const found = {};
  for (const [name, chosen] of Object.entries(values)) {
    const place = rowOf(name);
    if (place) ((found[place.prefix] ??= {})[place.index] ??= {})[place.field] = chosen;
  }
  return found;
}

/** Where the rows of a copy stand on the page: by their keys; new ones after the others, added where `make` says so. */
function places(copy, now, make) {
  const [theirs, ours] = [rows(copy.values), rows(now.values)], to = {};
  for (const [prefix, copied] of Object.entries(theirs)) {
    const here = Object.entries(ours[prefix] ?? {});
    const fresh = here.filter(([, row]) => !row.id?.length).map(([index]) => index);
    for (const [index, row] of Object.entries(copied)) {
      const key = row.id?.[0];
      const same = key ? here.find(([, other]) => other.id?.[0] === key)?.[0] : fresh.shift();
      const place = same ?? (make ? add(prefix) : `new ${index}`);
      if (place !== -1) to[`${prefix}-${index}`] = `${prefix}-${place}`;
    }
  }
  return to;
}

const translated = (name, to) => {
  const place = rowOf(name);
  if (!place) return name;
  const target = to[`${place.prefix}-${place.index}`];
  return target && place.field !== "id" ? `${target}-${place.field}` : null;
};

const text = (values, labels) => (values ?? []).map((value) => labels?.[value] ?? value).join(", ");

/** What `copy` holds otherwise than the page: [name on the page, what stands there, what was typed]. */
function differences(copy, now) {
  const to = places(copy, now, false), found = [];
  for (const [name, values] of Object.entries(copy.values)) {
    const here = translated(name, to);
    if (!here) continue;
    const isNewRow = / /.test(here);
    if (isNewRow && !values.length) continue;
    if (JSON.stringify(values) !== JSON.stringify(now.values[here] ?? []))
      found.push([here, text(now.values[here], now.labels[here]), text(values, copy.labels[name])]);
  }
  // A new row that holds nothing but what each new row begins with is no difference.
  return found.filter(([here]) => !/ /.test(here) || found.some(([other, , typed]) =>
    sameRow(other, here) && typed && !/-(role|wording|addressee_basis|basis|alert|recommendation|note|edtf_basis|position|number|relation|kind)$/.test(other)));
}
const sameRow = (one, other) => one.slice(0, one.lastIndexOf("-")) === other.slice(0, other.lastIndexOf("-"));

function putBack(form, copy) {
  const to = places(copy, snapshot(form), true);
  for (const [name, values] of Object.entries(copy.values)) {
    const here = translated(name, to);
    const field = here && form.elements[here];
    if (!field || !(field instanceof Element) || field.type === "hidden") continue;
    if (field.matches("select.admin-autocomplete"))
      set(field, values.map((id) => ({ id, text: copy.labels[name]?.[id] ?? id })));
    else if (field.type === "checkbox") set(field, values.length > 0);
    else set(field, values[0] ?? "");
  }
  for (const box of form.querySelectorAll("details.paste textarea, details.ticks input"))
    if (box.value && (box.type !== "checkbox" || box.checked)) box.closest("details").open = true;
}

const called = (name, form) => {
  const row = /^(.+?)-(?:new )?(\d+)-(.+)$/.exec(name);
  const field = form.elements[name];
  const label = field?.labels?.[0]?.textContent ?? field?.getAttribute?.("aria-label") ?? (row ? row[3] : name).replaceAll("_", " ");
  const group = row && document.getElementById(`${row[1]}-heading`)?.textContent.trim();
  return (row && group ? `${group} ${Number(row[2]) + 1}: ` : "") + label.replace(/:$/, "").trim();
};
const short = (words) => (words.length > LONGEST_SHOWN ? `${words.slice(0, LONGEST_SHOWN)}…` : words) || "nothing";

const make = (name, attributes, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};

/** A box that offers `copy`: what differs, to put it back or to throw it away. */
function offer(form, key, copy, told, { restored, adopt }) {
  const when = new Date(copy.at).toLocaleString(document.documentElement.lang || undefined);
  const list = make("dl", {});
  for (const [name, here, typed] of told.slice(0, MOST_SHOWN))
    list.append(make("dt", {}, called(name, form)), make("dd", {}, `typed: ${short(typed)}`), make("dd", {}, `${restored ? "saved" : "on the page"}: ${short(here)}`));
  if (told.length > MOST_SHOWN) list.append(make("dd", {}, `and ${told.length - MOST_SHOWN} more`));
  const back = make("button", { type: "button", class: "button" }, "Put it back");
  const away = make("button", { type: "button", class: "button" }, restored ? "Throw it away and show what is saved" : "Throw it away");
  const words = restored
    ? `It is not known that your save of ${when} came through, so what you typed is back in the fields. Save again.`
    : `This browser kept what was typed here and not saved (${when}).`;
  const box = make("section", { class: "kept-copy", "aria-label": "What was typed and not saved", tabindex: "-1" },
    make("p", {}, words), make("details", restored ? {} : { open: "" }, make("summary", {}, `What differs: ${told.length}`), list),
    make("p", {}, ...(restored ? [away] : [back, away])));
  back.addEventListener("click", () => {
    putBack(form, copy);
    adopt();
    box.remove();
    form.querySelector("input:not([type=hidden])")?.focus();
  });
  away.addEventListener("click", () => {
    localStorage.removeItem(key);
    if (restored) location.reload();
    box.remove();
  });
  form.before(box);
  if (!restored) box.focus({ preventScroll: true });
}

/** Keep what is typed in `form`, and offer what an earlier page kept. `place` tells whose page of which alert it is. */
export function keep(form, place, say) {
  const home = `${ROOT}${place.keeper}:`;
  const isNew = place.keptAs === "new";
  const token = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  let key = isNew ? `${home}new:${token}` : `${home}${place.keptAs}`;
  let waiting, isSent = false;
  form.append(make("input", { type: "hidden", name: "kept_copy", value: token }));

  const store = () => {
    clearTimeout(waiting);
    waiting = 0;
    if (isSignedOut) return;
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), token, sent: isSent, ...snapshot(form) }));
      say(`What you typed is kept in this browser (${new Date().toLocaleTimeString()}).`);
    } catch {
      say("This browser can keep no copy of what you type: save often.");
    }
  };
  const later = (event) => {
    if (event.target.type === "file" || !event.isTrusted && !event.bubbles) return;
    clearTimeout(waiting);
    waiting = setTimeout(store, 400);
  };

  for (const old of keys(ROOT)) if (!(Date.now() - read(old)?.at < DAYS * 86_400_000)) localStorage.removeItem(old);
  if (place.refused) {
    // The page shows what was posted: it is the fresher one.
    const posted = keys(home).find((one) => read(one)?.token === place.copy);
    if (posted) key = posted;
    store();
  } else {
    const now = snapshot(form);
    const found = keys(isNew ? `${home}new:` : key).filter((one) => isNew || one === key);
    for (const [one, copy] of found.map((one) => [one, read(one)]).sort(([, a], [, b]) => b.at - a.at)) {
      const told = differences(copy, now);
      if (!told.length) localStorage.removeItem(one);
      else {
        const restored = copy.sent && Date.now() - copy.at < 1_800_000;
        const adopt = () => { key = one; store(); };
        if (restored) putBack(form, copy);
        offer(form, one, copy, told, { restored, adopt });
        if (restored) adopt();
        break;
      }
    }
  }
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  window.django.jQuery(form).on("change", "select.admin-autocomplete", () => { clearTimeout(waiting); waiting = setTimeout(store, 400); });
  document.addEventListener("formset:removed", () => { waiting = setTimeout(store, 400); });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return;
    isSent = true;
    store();
  });
  window.addEventListener("pagehide", () => { if (waiting && !isSent) store(); });
}
