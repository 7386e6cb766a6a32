// Suggestions under the search box (an ARIA combobox), which works without them.
const make = (name, given, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(given)) if (value) node.setAttribute(key, value);
  node.append(...children);
  return node;
};
for (const box of document.querySelectorAll("input[data-suggest]")) {
  const list = make("ul", { id: `${box.id}-suggestions`, role: "listbox", "aria-label": box.dataset.label });
  const told = make("p", { class: "hidden", role: "status" });
  box.closest(".row").after(make("div", { class: "suggesting" }, list, told));
  let at = -1, waiting, asking;

  const set = (name, value) => box.setAttribute(`aria-${name}`, value);
  const open = (count) => {
    list.hidden = !count;
    set("expanded", !!count);
    move(-1);
    told.textContent = count ? box.dataset.told.replace("%s", count) : "";
  };
  const close = () => {
    clearTimeout(waiting);
    asking?.abort();
    open(0);
  };
  const move = (to) => {
    list.children[at]?.setAttribute("aria-selected", false);
    const option = list.children[at = to];
    option?.setAttribute("aria-selected", true);
    option?.scrollIntoView({ block: "nearest" });
    set("activedescendant", option?.id ?? "");
  };
  const draw = (found, n) => make("li", { id: `${list.id}-${n}`, role: "option", "aria-selected": "false", "data-to": found.address },
    make("span", { dir: "auto", lang: found.language }, found.label), " ",
    make("span", { class: "quiet" }, [found.said, found.detail].filter(Boolean).join(", ")));
  const ask = async () => {
    asking = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(box.value)}`, asking);
      const found = (await answer.json()).suggestions;
      list.replaceChildren(...found.map(draw));
      open(found.length);
    } catch { /* typed on, or offline */ }
  };
  const go = (option) => { location.href = option.dataset.to; };

  box.setAttribute("role", "combobox");
  set("autocomplete", "list");
  set("controls", list.id);
  open(0);
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    asking?.abort();
    waiting = setTimeout(box.value.trim() ? ask : close, 120);
  });
  box.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (list.hidden && event.key === "Escape") box.value = "";
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") move(at < last ? at + 1 : -1);
    else if (event.key === "ArrowUp") move(at < 0 ? last : at - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && at >= 0) go(list.children[at]);
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", close);
  // Or the box loses the focus, and the list closes.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => event.target.closest("li") && go(event.target.closest("li")));
}
