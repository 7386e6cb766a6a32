// Everything works without this. It keeps empty fields out of the address of a question, and “/” leads to the search box.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "get") return;
  const unused = [...form.elements].filter((field) => field.name && !field.disabled && field.value === "");
  for (const field of unused) field.disabled = true;
  // For whoever comes back with the browser's button.
  setTimeout(() => unused.forEach((field) => { field.disabled = false; }), 500);
});

// Where a page cannot be fetched, one is shown that says so.
addEventListener("load", () => {
  navigator.serviceWorker?.register(`/offline.js?${document.documentElement.lang}`).catch(() => { /* not wanted here */ });
});

document.addEventListener("keydown", (event) => {
  const box = document.querySelector("input[data-suggest]");
  const isTyping = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  if (event.key !== "/" || !box || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});
