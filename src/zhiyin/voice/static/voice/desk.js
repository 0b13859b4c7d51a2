/* 职音 Zhiyin — the inbox: a case opens beside the list where there is room for it. */
(function () {
  "use strict";
  var doc = document;
  var wide = window.matchMedia("(min-width: 62.01rem)");
  function all(selector) { return Array.prototype.slice.call(doc.querySelectorAll(selector)); }

  function inPane(event) { return event.detail.target && event.detail.target.id === "pane"; }

  /* On a narrow screen the pane is not shown: the link leads to the page of the case instead. */
  doc.addEventListener("htmx:beforeRequest", function (event) {
    var link = event.target.closest && event.target.closest("[data-pane-link]");
    if (!link || wide.matches) return;
    event.preventDefault();
    window.location.href = link.href;
  });
  doc.addEventListener("htmx:beforeSwap", function (event) {
    if (!inPane(event) || event.detail.xhr.status < 400) return;
    event.detail.shouldSwap = false;
    window.location.href = event.detail.pathInfo.requestPath;
  });
  doc.addEventListener("htmx:afterSwap", function (event) {
    var link = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (!inPane(event) || !link || !link.hasAttribute("data-pane-link")) return;
    event.detail.target.scrollTop = 0;
    all("[data-row]").forEach(function (row) {
      var here = row.contains(link);
      row.classList.toggle("cur", here);
      var own = row.querySelector("[data-pane-link]");
      if (here) own.setAttribute("aria-current", "true");
      else own.removeAttribute("aria-current");
    });
  });

  /* The bulk bar and its key are there only while something is picked. */
  function bulk() {
    var bar = doc.querySelector("[data-bulk]");
    if (!bar) return;
    var any = doc.querySelector("[data-check]:checked") !== null;
    bar.hidden = !any;
    all("[data-bulk-key]").forEach(function (button) {
      if (any) button.setAttribute("data-key", button.getAttribute("data-bulk-key"));
      else button.removeAttribute("data-key");
    });
  }
  /* All of the page, and with Shift everything between the last box and this one. */
  var last = null;
  var header = doc.querySelector("[data-all-box]");
  if (header) header.hidden = false;
  function told(box) { box.dispatchEvent(new Event("change", { bubbles: true })); }
  doc.addEventListener("click", function (event) {
    var box = event.target;
    if (!box.hasAttribute) return;
    if (box.hasAttribute("data-check-all")) {
      all("[data-check]").forEach(function (one) { one.checked = box.checked; });
      var first = doc.querySelector("[data-check]");
      if (first) told(first);
    } else if (box.hasAttribute("data-check")) {
      var boxes = all("[data-check]");
      var from = boxes.indexOf(last), to = boxes.indexOf(box);
      if (event.shiftKey && from >= 0) {
        boxes.slice(Math.min(from, to), Math.max(from, to) + 1).forEach(function (one) { one.checked = box.checked; });
        told(box);
      }
      last = box;
    }
  });
  doc.addEventListener("change", bulk);
  doc.addEventListener("reset", function () { setTimeout(bulk, 0); });
  bulk();
})();
