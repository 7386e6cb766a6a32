{% load static %}// Shows the offline page where a page cannot be fetched. It keeps that page and its looks, and nothing else, ever.
const KEPT = "offline-{{ release }}";
const PAGES = { {% for prefix, path in pages %}"{{ prefix }}": "{{ path }}", {% endfor %}};
const LOOKS = ["{% static 'site.css' %}", "{% static 'favicon.svg' %}"];
const PAGE = PAGES[location.search.slice(1)] ?? PAGES.en;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([PAGE, ...LOOKS])).then(() => skipWaiting()));
});
addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)))));
});
addEventListener("fetch", (event) => {
  const { request } = event, { pathname } = new URL(request.url);
  if (request.method !== "GET" || pathname.startsWith("/admin/") || pathname.startsWith("/accounts/")) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
  else if (LOOKS.includes(pathname)) event.respondWith(fetch(request).catch(() => caches.match(request)));
});
