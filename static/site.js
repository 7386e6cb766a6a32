// Everything works without this: it only keeps empty fields out of the address of a question.
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
