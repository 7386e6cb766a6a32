// A page with filters follows them, its chips, charts and pages without being loaded anew: what is marked data-live is put
// in the place of what was there. The links and the form (data-ask) are the same without this.
const within = (doc) => doc.querySelector("[data-live]");
const asking = () => document.querySelector("form[data-ask]");
const told = document.createElement("p");
told.className = "hidden";
told.setAttribute("role", "status");
document.querySelector("main").append(told);
let last;

// What of a field that has the focus another one is known by.
const sameAs = (at) => at.id ? `#${CSS.escape(at.id)}`
  : at.matches("details[id] > summary") ? `#${CSS.escape(at.parentElement.id)} > summary`
  : at.name && `[name="${CSS.escape(at.name)}"]${at.type === "checkbox" ? `[value="${CSS.escape(at.value)}"]` : ""}`;

const draw = (doc, onward) => {
  const at = document.activeElement, inside = within(document).contains(at);
  const opened = [...document.querySelectorAll("details[id][open]")].map((group) => group.id);
  document.title = doc.title;
  for (const field of asking().elements) {
    if (field.id && !within(document).contains(field)) field.value = doc.getElementById(field.id)?.value ?? field.value;
  }
  within(document).replaceWith(within(doc));
  document.querySelector(".languages")?.replaceWith(doc.querySelector(".languages") ?? "");
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  const found = within(document).querySelector(".total") ?? within(document).querySelector(".problems h2, figure h2, p");
  told.textContent = found.textContent;
  const same = inside && !onward && sameAs(at) && document.querySelector(sameAs(at));
  if (same) {
    // What has been typed since.
    if (at.matches("input:not([type=checkbox])")) same.value = at.value;
    same.focus({ preventScroll: true });
  } else if (inside || onward) {
    found.tabIndex = -1;
    found.focus({ preventScroll: true });
    if (onward) found.scrollIntoView();
  }
};

// `onward`: the reader goes on to what is found; else the focus stays where it is.
const ask = async (address, { onward = false, push = true } = {}) => {
  last?.abort();
  const mine = last = new AbortController();
  within(document).setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, mine);
    const doc = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !within(doc)) throw new Error(answer.statusText);
    if (push) history.pushState(null, "", address);
    draw(doc, onward);
  } catch (error) {
    if (!mine.signal.aborted) location.assign(address);
  }
};

const asked = () => {
  const pairs = [...new FormData(asking())].filter(([, value]) => value);
  return `${location.pathname}${pairs.length ? "?" : ""}${new URLSearchParams(pairs)}`;
};

document.addEventListener("submit", (event) => {
  if (event.target !== asking()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(asked(), { onward: true });
});
document.addEventListener("change", ({ target }) => {
  if (target.form === asking() && target.name !== "q") ask(asked());
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("main a[href]:not([download])");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const to = new URL(link.getAttribute("href"), location);
  if (to.origin + to.pathname !== location.origin + location.pathname || to.hash) return;
  event.preventDefault();
  ask(to.href, { onward: true });
});
addEventListener("popstate", () => ask(location.href, { push: false }));
