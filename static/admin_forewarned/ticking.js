// A box above a list of boxes that ticks them all, and says how many are ticked.

for (const list of document.querySelectorAll(".ticks")) {
  const boxes = [...list.querySelectorAll("input[type=checkbox]:not(:disabled)")];
  const all = document.createElement("input");
  all.type = "checkbox";
  all.id = "tick-all";
  const label = document.createElement("label");
  label.htmlFor = all.id;
  const row = document.createElement("div");
  row.append(all, label);
  list.querySelector("legend").after(row);
  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
    label.textContent = `All on this page (${count} of ${boxes.length} ticked)`;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  list.addEventListener("change", tell);
  tell();
}
