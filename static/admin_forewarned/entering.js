// The page on which an alert is entered. It works without this; this makes it quick.
import { keep } from "./keeping.js";
import { fill, order } from "./rows.js";

const form = document.getElementById("alert_form");
const place = document.getElementById("keeping").dataset;
const token = form.elements.csrfmiddlewaretoken.value;

/** The answer to a POST of `data`: JSON or text. Raises a sentence for a person. */
async function ask(address, data) {
  const response = await fetch(address, { method: "POST", body: data, headers: { "X-CSRFToken": token } });
  if (response.redirected || response.status === 403)
    throw new Error("You have been signed out. What you typed is kept in this browser: save, and sign in again.");
  if (!response.ok) throw new Error("The server did not answer. What you typed is kept in this browser.");
  return response.headers.get("Content-Type").includes("json") ? response.json() : response.text();
}
const data = (values) => {
  const made = new FormData();
  for (const [name, value] of Object.entries(values)) for (const one of [value].flat()) made.append(name, one);
  return made;
};
const slowly = (act, pause) => {
  let waiting;
  return (...given) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => act(...given), pause);
  };
};

// Pasted lists become rows ------------------------------------------------------------------------------------------

for (const box of document.querySelectorAll("details.paste[data-read]")) {
  const [area, press, said] = ["textarea", "[data-add]", "[data-said]"].map((name) => box.querySelector(name));
  press.hidden = false;
  box.addEventListener("toggle", () => box.open && area.focus());
  press.addEventListener("click", async () => {
    if (!area.value.trim()) return area.focus();
    press.disabled = true;
    try {
      const { rows, said: words, error } = await ask(box.dataset.read, data({ text: area.value, as: box.querySelector("select")?.value ?? "" }));
      if (error) throw new Error(error);
      const first = rows.map((values) => fill(box.dataset.prefix, values))[0];
      area.value = "";
      area.dispatchEvent(new Event("input", { bubbles: true }));
      said.textContent = words;
      document.getElementById(`${box.dataset.prefix}-${first}`)?.scrollIntoView({ block: "nearest" });
    } catch (error) {
      said.textContent = error.message;
    }
    press.disabled = false;
  });
}

// Dates are told back as they are understood ------------------------------------------------------------------------

const reading = slowly(async (input) => {
  let help = document.querySelector(`#${CSS.escape(input.id)}_helptext div`) ?? input.parentElement.querySelector(".reading");
  if (!help) {
    help = document.createElement("p");
    help.className = "help reading";
    input.after(help);
  }
  help.setAttribute("role", "status");
  try {
    const { understood, note, error } = await ask(place.readDate, data({ text: input.value }));
    help.textContent = error ?? (understood ? `Understood as ${understood}${note ? `: ${note}` : ""}` : "");
    input.setAttribute("aria-invalid", error ? "true" : "false");
  } catch (error) {
    help.textContent = error.message;
  }
}, 250);
form.addEventListener("input", (event) => event.target.matches(".natural-date") && reading(event.target));

// Why the date stands: asked only where it is not printed -----------------------------------------------------------

const basis = form.elements.issued_basis;
const why = basis?.closest(".form-row");
if (why && basis.value === "printed" && !form.elements.issued_note.value && !why.querySelector(".errorlist")) {
  const more = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "It is not printed" });
  why.before(more);
  why.hidden = true;
  more.addEventListener("click", () => {
    why.hidden = false;
    more.remove();
    basis.value = "inferred";
    basis.dispatchEvent(new Event("change", { bubbles: true }));
    form.elements.issued_note.focus();
  });
}

// What may be the same document -------------------------------------------------------------------------------------

const alike = document.querySelector("[data-alike]");
const issuers = () => [...form.querySelectorAll('select[name^="parties-"][name$="-role"]')]
  .filter((role) => role.value === "issuer" && !role.name.includes("__prefix__"))
  .map((role) => form.elements[role.name.replace(/role$/, "organization")]?.value)
  .filter(Boolean);
let asked = "";
const look = slowly(async () => {
  const sought = {
    title: form.elements.title.value, issued: form.elements.issued.value, source_url: form.elements.source_url.value,
    issuer: issuers(), itself: place.revises || place.alert,
  };
  if (JSON.stringify(sought) === asked) return;
  asked = JSON.stringify(sought);
  try {
    const found = (await ask(alike.dataset.alike, data(sought))).alike;
    const heading = document.createElement("h2");
    heading.textContent = "Perhaps the same document";
    const list = document.createElement("ul");
    for (const { title, reasons, address, state } of found) {
      const link = Object.assign(document.createElement("a"), { href: address, textContent: title, target: "_blank" });
      const item = document.createElement("li");
      item.append(link, ` (${state}). ${reasons.join(" ")}`);
      list.append(item);
    }
    alike.replaceChildren(...(found.length ? [heading, list] : []));
  } catch { /* it is shown after the save */ }
}, 400);
const TELLING = /^(title|issued|source_url|parties-\d+-(role|organization))$/;
form.addEventListener("input", (event) => TELLING.test(event.target.name) && look());
window.django.jQuery(form).on("change", "select", (event) => TELLING.test(event.target.name) && look());

// Language and direction --------------------------------------------------------------------------------------------

const language = form.elements.language;
language?.addEventListener("change", () => {
  const named = [...document.querySelectorAll("#languages option")].find((o) => o.text.toLowerCase() === language.value.trim().toLowerCase());
  if (named) language.value = named.value;
  let dir = "auto";
  try {
    const locale = new Intl.Locale(language.value.trim());
    dir = (locale.getTextInfo?.() ?? locale.textInfo)?.direction ?? "auto";
  } catch { /* no tag yet */ }
  for (const field of [form.elements.title, form.elements.body]) Object.assign(field, { lang: language.value.trim(), dir });
});

// The text as readers will see it -----------------------------------------------------------------------------------

const preview = document.querySelector("[data-preview]");
preview?.addEventListener("click", async (event) => {
  event.preventDefault();
  const shown = document.querySelector("[data-rendered]");
  const values = new FormData(form);
  for (const [name, value] of [...values]) if (value instanceof File) values.delete(name);
  values.set("part", "text");
  try {
    shown.innerHTML = (await ask(preview.formAction, values)) || "There is no text yet.";
    Object.assign(shown, { lang: form.elements.language.value, dir: "auto" });
  } catch (error) {
    shown.textContent = error.message;
  }
  shown.hidden = false;
});

// Links to what is missing lead to a field that can be typed in -----------------------------------------------------

document.querySelector(".beside").addEventListener("click", (event) => {
  const target = event.target.closest('a[href^="#"]') && document.querySelector(event.target.getAttribute("href"));
  if (!target) return;
  event.preventDefault();
  const field = target.matches("select.admin-autocomplete") ? target.parentElement.querySelector(".select2-selection") : target;
  field.closest("details")?.setAttribute("open", "");
  field.scrollIntoView({ block: "center" });
  (field.matches(".inline-group") ? field.querySelector("summary, a, input") : field)?.focus();
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".submit-row [name=_continue]"));
  }
});
for (const hint of document.querySelectorAll("[data-without-script]")) hint.remove();

// After the admin's own scripts, which make the rows and the choices ready.
window.django.jQuery(() => {
  order();
  const kept = document.querySelector("[data-kept]");
  keep(form, { ...place, refused: place.refused === "yes" }, (words) => {
    kept.hidden = false;
    kept.textContent = words;
  });
});
