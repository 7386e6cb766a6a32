// Checking a document by the keyboard. The page works without this; with it nothing that is typed is lost, because what
// was decided is sent now and then.

const form = document.getElementById("checking");
const QUIET = 1200; // milliseconds after the last change
const rows = [...form.querySelectorAll(".row")];
const marks = [...form.querySelectorAll(".original-text mark")];
const said = form.querySelector("[data-said]");

// Where one is --------------------------------------------------------------------------------------------------------

const current = () => document.activeElement.closest?.(".row");

function go(row) {
  if (!row) return;
  row.closest("details.known-names")?.setAttribute("open", "");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

const visible = () => rows.filter((row) => row.offsetParent || row.closest("details.known-names"));
const step = (by) => {
  const all = visible(), at = all.indexOf(current());
  go(all[Math.min(all.length - 1, Math.max(0, at + by))] ?? all[0]);
};

function show(row) {
  for (const mark of marks) mark.classList.toggle("here", row?.dataset.at !== undefined && rests(mark).includes(row.dataset.at));
  const first = marks.find((mark) => mark.classList.contains("here"));
  const box = first?.closest(".original-text");
  if (!box || box.scrollHeight <= box.clientHeight) return;
  const above = first.getBoundingClientRect().top - box.getBoundingClientRect().top;
  if (above < 0 || above > box.clientHeight - 40) box.scrollTop += above - box.clientHeight / 3;
}
const rests = (mark) => mark.dataset.rests.split(" ");

// What was decided ----------------------------------------------------------------------------------------------------

function isDecided(row) {
  if (row.dataset.who !== undefined) return Boolean(row.querySelector("select").value || row.querySelector("input[type=text]").value.trim());
  return Boolean(row.querySelector("input[type=radio]:checked"));
}

function count() {
  const counted = rows.filter((row) => row.dataset.kin === undefined);
  const decided = counted.filter(isDecided).length;
  form.querySelector("[data-decided]").textContent = decided;
  form.querySelector("progress").value = decided;
}

function nextToDecide() {
  const open = visible().filter((row) => !isDecided(row));
  const here = current();
  const after = here && open.find((row) => here.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (after ?? open[0]) go(after ?? open[0]);
  else form.querySelector("[name=make]").focus();
}

function press(input) {
  if (!input) return;
  input.checked = true;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function choose(row, value) {
  const select = row.querySelector("select");
  if (value === undefined) return;
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function accept(row) {
  if (row.dataset.kin !== undefined) return;
  if (row.dataset.who !== undefined) {
    const likely = [...row.querySelector("select").options].map((option) => option.value).find((value) => value && value !== "new" && value !== "none");
    if (!likely) return;
    choose(row, likely);
  } else press(row.querySelector("[value=accept]"));
  nextToDecide();
}

function drop(row) {
  if (row.dataset.kin !== undefined) press(row.querySelector("[value=unrelated]"));
  else if (row.dataset.who !== undefined) choose(row, "none");
  else press(row.querySelector("[value=drop]"));
  nextToDecide();
}

function numbered(row, number) {
  if (row.dataset.kin !== undefined) press(row.querySelectorAll("input[type=radio]")[number - 1]);
  else {
    const select = row.querySelector("select");
    if (!select) return;
    choose(row, [...select.options].filter((option) => option.value)[number - 1]?.value);
  }
  nextToDecide();
}

function change(row) {
  const details = row.querySelector("details");
  if (details) details.open = true;
  row.querySelector(".row-fields :is(input, select, textarea)")?.focus();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => nextToDecide(),
  a: (row) => row && accept(row),
  d: (row) => row && drop(row),
  e: (row) => row && change(row),
  c: (row) => row?.dataset.who !== undefined && (choose(row, "new"), nextToDecide()),
};

form.ownerDocument.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && (event.key === "s" || event.key === "Enter")) {
    event.preventDefault();
    form.requestSubmit(form.querySelector(event.key === "s" ? "[name=save]" : "[name=make]"));
    return;
  }
  if (event.key === "Escape" && current() && document.activeElement !== current()) return go(current());
  const isTyping = document.activeElement.matches("input:not([type=radio], [type=checkbox]), textarea, select");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const row = current();
  const does = KEYS[event.key] ?? (/^[1-9]$/.test(event.key) && row ? () => numbered(row, Number(event.key)) : null);
  if (!does) return;
  event.preventDefault();
  does(row);
});

form.addEventListener("focusin", () => show(current()));
form.querySelector(".original-text").addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (mark) go(rows.find((row) => rests(mark).includes(row.dataset.row)));
});

// Nothing is lost -----------------------------------------------------------------------------------------------------

let waiting = 0, sending = null, isStopped = false;

function save() {
  clearTimeout(waiting);
  waiting = 0;
  if (isStopped) return;
  const data = new FormData(form);
  sending = fetch(form.action, { method: "POST", body: data, headers: { accept: "application/json" }, redirect: "error", keepalive: JSON.stringify([...data]).length < 60000 })
    .then(async (answer) => {
      const told = await answer.json();
      if (told.error) {
        isStopped = true;
        said.textContent = told.error;
      } else {
        form.elements.saved.value = told.saved;
        said.textContent = `Kept (${new Date().toLocaleTimeString()}).`;
      }
    })
    .catch(() => { said.textContent = "Not kept: no connection, or you are signed out. What you typed still stands here."; })
    .finally(() => { sending = null; });
}

function later(event) {
  const row = event.target.closest(".row");
  if (row?.dataset.row !== undefined && event.target.type !== "radio" && !isDecided(row)) row.querySelector("[value=accept]").checked = true;
  count();
  clearTimeout(waiting);
  waiting = setTimeout(() => (sending ? sending.then(save) : save()), QUIET);
}
form.addEventListener("input", later);
form.addEventListener("change", later);
window.addEventListener("pagehide", () => { if (waiting) save(); });

form.addEventListener("submit", (event) => {
  clearTimeout(waiting);
  waiting = 0;
  if (!sending) return;
  event.preventDefault();
  const { submitter } = event;
  sending.then(() => form.requestSubmit(submitter));
});

const wrong = form.querySelector(".row-wrong");
if (wrong) go(wrong);
else nextToDecide();
