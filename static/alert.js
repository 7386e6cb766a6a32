// The page works without this: a note is a link away, and an address can be copied from its link.
const page = document.querySelector("main");
const words = document.getElementById("cite").dataset;

// A note is shown beside its mark, on hover and on focus; Escape, or leaving both, puts it away.
const box = document.createElement("div");
box.className = "preview";
box.hidden = true;
page.append(box);
let leaving;
const hide = () => { box.hidden = true; };
const stay = () => clearTimeout(leaving);
const leave = () => { leaving = setTimeout(hide, 250); };
const show = (mark) => {
  stay();
  const note = document.getElementById(mark.hash.slice(1))?.querySelector("div");
  if (!note) return;
  box.replaceChildren(...[...note.children].filter((part) => !part.querySelector(".back")).map((part) => part.cloneNode(true)));
  box.hidden = false;
  const at = mark.getBoundingClientRect(), most = document.documentElement.clientWidth - box.offsetWidth - 16;
  box.style.left = `${Math.max(16, Math.min(at.left, most)) + scrollX}px`;
  const above = at.top - box.offsetHeight - 6;
  box.style.top = `${(at.bottom + box.offsetHeight + 6 > innerHeight && above > 0 ? above : at.bottom + 6) + scrollY}px`;
};
for (const mark of page.querySelectorAll(".mark-of-note")) {
  mark.addEventListener("mouseenter", () => show(mark));
  mark.addEventListener("mouseleave", leave);
  mark.addEventListener("focus", () => show(mark));
  mark.addEventListener("blur", leave);
}
box.addEventListener("mouseenter", stay);
box.addEventListener("mouseleave", leave);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

// Copying: the address of a paragraph in this version, a citation.
const told = document.createElement("p");
told.className = "told";
told.setAttribute("role", "status");
page.append(told);
const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    told.textContent = words.copied;
    setTimeout(() => { told.textContent = ""; }, 2500);
  } catch { /* not allowed: the link has been followed, and the words can be marked */ }
};
for (const pin of page.querySelectorAll(".pin")) {
  pin.addEventListener("click", () => copy((pin.closest("[data-address]")?.dataset.address ?? location.href.split("#")[0]) + pin.hash));
}
for (const citation of page.querySelectorAll(".citation")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words.copy;
  button.setAttribute("aria-label", `${words.copy}: ${citation.previousElementSibling.textContent}`);
  button.addEventListener("click", () => copy(citation.textContent));
  citation.previousElementSibling.append(" ", button);
}
