// The results page follows its filters, chips, bars and pages without being loaded anew. Its links and its form are the
// same without this.
const form = document.getElementById("ask"), told = document.getElementById("told");
let asking;

const within = (doc) => doc.querySelector(".columns");
const open = () => [...document.querySelectorAll("details[id]")].filter((group) => group.open).map((group) => group.id);

const draw = (doc, heading) => {
  const opened = open(), at = document.activeElement, filters = document.querySelector(".filters").open;
  const focused = within(document).contains(at) && (at.id ? `#${CSS.escape(at.id)}`
    : at.name && `[name="${CSS.escape(at.name)}"][value="${CSS.escape(at.value)}"]`);
  document.title = doc.title;
  for (const name of ["q", "sort"]) form.elements[name].value = doc.getElementById(name).value;
  within(document).replaceWith(within(doc));
  document.querySelector(".languages")?.replaceWith(doc.querySelector(".languages") ?? "");
  document.querySelector(".filters").open ||= filters;
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  const hits = document.getElementById("hits");
  hits.tabIndex = -1;
  const next = heading || !focused ? null : document.querySelector(focused);
  if (next) next.focus({ preventScroll: true });
  else if (heading) { hits.focus({ preventScroll: true }); hits.scrollIntoView(); }
  told.textContent = hits.textContent;
};

// `heading` says that the reader goes on to the hits; else the focus stays where it is.
const ask = async (address, { heading = false, push = true } = {}) => {
  asking?.abort();
  const mine = asking = new AbortController();
  within(document).setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, mine);
    const doc = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !within(doc)) throw new Error(answer.statusText);
    if (push) history.pushState(null, "", address);
    draw(doc, heading);
  } catch (error) {
    if (!mine.signal.aborted) location.assign(address);
  }
};

const asked = () => {
  const pairs = [...new FormData(form)].filter(([, value]) => value);
  return `${form.action}${pairs.length ? "?" : ""}${new URLSearchParams(pairs)}`;
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  ask(asked(), { heading: !within(document).contains(event.submitter) });
});
document.addEventListener("change", ({ target }) => {
  if (target.form === form && target.name !== "q") ask(asked());
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("main a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const to = new URL(link.getAttribute("href"), location);
  if (to.origin + to.pathname !== location.origin + location.pathname || to.hash) return;
  event.preventDefault();
  ask(to.href, { heading: true });
});
addEventListener("popstate", () => ask(location.href, { push: false }));
