// Says every half minute that this page is open, and shows who else has it open.
const place = document.querySelector("[data-hold]");
const token = document.querySelector("[name=csrfmiddlewaretoken]");

function form(entries) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", token.value);
  for (const [name, value] of Object.entries(entries)) data.set(name, value);
  return data;
}

async function beat() {
  if (document.visibilityState === "hidden") return;
  try {
    const response = await fetch(place.dataset.hold, { method: "POST", body: form({}), headers: { "X-Background": "1" } });
    if (!response.ok || response.redirected) return;
    const { said } = await response.json();
    if (place.textContent !== said) place.textContent = said;
  } catch {
    // Without a connection nobody can be told; the next beat tries again.
  }
}

if (place && token) {
  setInterval(beat, Number(place.dataset.every) * 1000);
  document.addEventListener("visibilitychange", beat);
  addEventListener("pagehide", () => navigator.sendBeacon(place.dataset.hold, form({ leave: "1" })));
}
