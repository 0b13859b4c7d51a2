{% load z %}"use strict";
var NAME = "zhiyin-{{ request.get_host|escapejs }}-1";
var KEPT = ["{% url 'workspace:offline' %}", "{% asset 'zhiyin/tokens.css' %}", "{% asset 'zhiyin/components.css' %}", "{% asset 'zhiyin/app.css' %}", "{% asset 'zhiyin/app.js' %}", "{% asset 'zhiyin/icons.svg' %}"];
self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(NAME).then(function (cache) { return cache.addAll(KEPT); }));
});
self.addEventListener("fetch", function (event) {
  if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(function () { return caches.match(KEPT[0]); }));
  } else if (event.request.method === "GET" && KEPT.indexOf(event.request.url.slice(self.location.origin.length)) > 0) {
    event.respondWith(fetch(event.request).catch(function () { return caches.match(event.request); }));
  }
});
