// Links inside a page lead nowhere in a shadow root by themselves: its places have no address of their own.

for (const host of document.querySelectorAll(".as-public")) {
  host.shadowRoot?.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const place = link && host.shadowRoot.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (place) {
      event.preventDefault();
      place.tabIndex = -1;
      place.focus();
      place.scrollIntoView({ block: "center" });
    }
  });
}
